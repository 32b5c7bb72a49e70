import type { Catalog } from '../../../query/catalog.js';
import { extended } from '../../media-type.js';
import type { Dialect, Named } from '../dialect.js';
import type { Operations } from '../json-api/operation-schemas.js';
import type { Route } from '../route.js';
import { withExamples } from '../schemas/input-examples.js';
import { exampleOf } from '../schemas/example.js';
import { ref, type Schema, type Schemas } from '../schemas/schema.js';
import { parametersOf } from './parameters.js';
import type { Parameter } from '../parameter.js';
import {
  answerHeaders,
  refusalResponses,
  unmodifiedResponse,
  type Response,
  type Responses,
} from './responses.js';

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly requestBody?: { readonly required: true; readonly content: Response['content'] };
  readonly responses: Responses;
}

/** An operation, and the components that it refers to. */
export interface Written {
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  readonly schemas: Schemas;
}

/** The two dialects that one document needs: routes without a resource speak plain JSON in both. */
export interface Dialects {
  readonly own: Dialect;
  readonly plain: Dialect;
}

/** Before the names of the plain refusals in a document that mostly refuses otherwise. */
export const PLAIN_PREFIX = 'Plain';

/** What the documents know beside the route that they tell of. */
export interface Context {
  readonly dialects: Dialects;
  /** The schemas of answers without a resource. */
  readonly known: Schemas;
  readonly operations: Operations;
  readonly catalog: Catalog;
}

/** Tells of one route in one representation. */
export function writeOperation(route: Route, context: Context): Written {
  const { dialects, catalog } = context;
  const dialect = route.represents || route.extension !== null ? dialects.own : dialects.plain;
  const prefix = dialect === dialects.own ? '' : PLAIN_PREFIX;
  const parameters = parametersOf(route, dialect, catalog);
  const answer = answerOf(route, dialect, context);
  const body = bodyOf(route, dialect, context);
  const mediaType = route.extension === null ? dialect.mediaType : extended(route.extension);
  const schemas = { ...answer.schemas, ...body?.schemas, ...dialect.problem.schemas };
  const operation: Operation = {
    operationId: route.operationId,
    summary: summaryOf(route.text),
    description: [route.text, ...policyOf(route), ...route.notes].join(' '),
    tags: [route.tag],
    security: securityOf(route, dialects.own),
    ...(parameters.length > 0 && {
      parameters: parameters.map(({ key }) => ({ $ref: `#/components/parameters/${key}` })),
    }),
    ...(body && { requestBody: { required: true, content: contentOf(mediaType, body, 'needed') } }),
    responses: {
      [String(route.status)]: {
        description: SUCCESS[route.answers],
        headers: answerHeaders(route, dialect),
        content: contentOf(mediaType, answer, 'usual'),
      },
      ...unmodifiedResponse(route),
      ...refusalResponses(route, dialect, prefix, catalog),
    },
  };
  return { operation, parameters, schemas };
}

const SUCCESS: Readonly<Record<Route['answers'], string>> = {
  one: 'The record.',
  list: 'A page of records.',
  removed: 'It is deleted.',
  linkage: 'Which record it is.',
  plain: 'It worked.',
};

function answerOf(route: Route, dialect: Dialect, { known, operations }: Context): Named {
  if (route.extension !== null) return operations.answer;
  if (route.represents) return dialect.answer(route, route.represents.resource);
  const { answerName, operationId } = route;
  const schema = answerName === null ? undefined : known[answerName];
  if (answerName === null || !schema)
    return { name: 'Unnamed', schemas: { Unnamed: { type: 'object', title: operationId } } };
  return { name: answerName, schemas: { [answerName]: schema } };
}

function bodyOf(
  { input, represents, ...route }: Route,
  dialect: Dialect,
  { operations, catalog }: Context,
): Named | null {
  if (route.extension !== null) return operations.body;
  if (!input) return null;
  if (!represents) {
    const schema: Schema = { ...input.schema, additionalProperties: false };
    return { name: input.name, schemas: { [input.name]: schema } };
  }
  const { resource } = represents;
  return dialect.body(
    { ...route, input, represents },
    resource,
    withExamples(input.schema, resource, catalog),
  );
}

function contentOf(mediaType: string, { name, schemas }: Named, extent: 'needed' | 'usual') {
  const schema = ref(name);
  return { [mediaType]: { schema, example: exampleOf(schema, schemas, extent) } };
}

/** The first clause of a docstring. */
const summaryOf = (text: string): string => text.replace(/(?:[:;] .*|\.)$/s, '');

function policyOf({ permission, admits }: Route): readonly string[] {
  if (permission !== null) return [`Needs the permission \`${permission}\`.`];
  return admits === 'caller' ? [] : ['Needs no token.'];
}

/**
 * The credential decides the representation where a client says nothing else: some send all that a document names, so
 * that of JSON:API has none that means plain JSON.
 */
const credentials = ({ isPlain }: Dialect): Operation['security'] =>
  isPlain ? [{ accessToken: [] }, { bearer: [] }] : [{ bearer: [] }];

function securityOf({ admits }: Route, own: Dialect): Operation['security'] {
  if (admits === 'anybody') return [{}];
  return [...(admits === 'caller' ? [] : [{}]), ...credentials(own)];
}
