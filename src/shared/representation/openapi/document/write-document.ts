import type { Catalog } from '../../../query/catalog.js';
import type { Routes } from '../route.js';
import type { Tag } from '../decorators.js';
import { merged } from '../schemas/schema.js';
import { operationSchemas } from '../json-api/operation-schemas.js';
import { type Context, type Dialects, type Operation, PLAIN_PREFIX, writeOperation } from './operation.js';
import type { Parameter } from '../parameter.js';
import { HEADERS } from './headers.js';
import { commonResponses } from './responses.js';
import { type Components, pruned } from './prune.js';

/** An OpenAPI 3.1 document. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: object;
  readonly servers: readonly object[];
  readonly tags: readonly Tag[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Components;
}

/** What both documents say of the server. */
export interface About {
  readonly version: string;
  /** The base of all links; the host that served the document where it is null. */
  readonly publicUrl: string | null;
}

const ABOUT = `One server for a club: it lends the club's kit and logs its members' runs.

Log in with \`POST /login\`, then send the token as \`Authorization: Bearer TOKEN\` or \`access-token: TOKEN\`. Every
GET answers HEAD too, and a known path answers 405 with \`Allow\` to a method that it lacks.`;

const JWT =
  'The token of a login, a JWT that is made and checked as RFC8725 asks: signed, pinned to HS256, short-lived.';
const SERVER = 'The server that this document is of, be it in production or for a test.';

const bearer = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: JWT };
const accessToken = {
  type: 'apiKey',
  in: 'header',
  name: 'access-token',
  description: 'The token of a login.',
};

/** Tells of all routes in one representation. */
export function writeDocument(
  { routes, schemas, tags }: Routes,
  dialects: Dialects,
  { version, publicUrl }: About,
  catalog: Catalog,
): OpenApi {
  const { own, plain } = dialects;
  const told = routes.filter(
    ({ jsonApiOnly, extension }) => !own.isPlain || (!jsonApiOnly && extension === null),
  );
  const context: Context = {
    dialects,
    known: schemas,
    operations: operationSchemas(routes, catalog),
    catalog,
  };
  const written = told.map((route) => ({ route, ...writeOperation(route, context) }));
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { route, operation } of written) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation };
  }
  const used = new Set(written.map(({ route }) => route.tag));
  const components: Components = {
    securitySchemes: own.isPlain ? { accessToken, bearer } : { bearer },
    schemas: merged(...written.map((each) => each.schemas)),
    parameters: Object.fromEntries(written.flatMap((each) => each.parameters).map(toComponent)),
    responses: { ...commonResponses(own, ''), ...(own !== plain && commonResponses(plain, PLAIN_PREFIX)) },
    headers: Object.fromEntries(
      Object.entries(HEADERS).map(([key, { name: _, ...header }]) => [key, header]),
    ),
  };
  return {
    openapi: '3.1.1',
    info: {
      title: own.title,
      version,
      description: `${ABOUT}\n\n${own.about}`,
      contact: { name: 'Kitroom' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/', description: SERVER, 'x-internal': false }],
    tags: tags.filter(({ name }) => used.has(name)),
    paths,
    components: pruned(components, paths),
  };
}

const toComponent = ({ key, ...parameter }: Parameter): readonly [string, object] => [key, parameter];
