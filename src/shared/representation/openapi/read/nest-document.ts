import type { OpenAPIObject } from '@nestjs/swagger';
import { isObject } from '../../is-object.js';
import { wireName } from '../../../input/fields.js';
import type { Parameter } from '../parameter.js';
import { pascal } from '../schemas/names.js';
import { fromNest } from '../schemas/from-nest.js';
import { refName, type Schema, type Schemas } from '../schemas/schema.js';

/** What `@nestjs/swagger` found out about a route, read from its own document. */
export interface ScannedRoute {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly tag: string;
  readonly parameters: readonly Parameter[];
  /** The DTO of the body. */
  readonly inputName: string | null;
  readonly status: number;
  /** The class of the answer, where the handler names one. */
  readonly answerName: string | null;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** All routes of a document. Throws where one has no operationId of its own, or shares it. */
export function scannedRoutes({ paths }: OpenAPIObject): readonly ScannedRoute[] {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [scan(path, method, item[method])] : [])),
  );
  const names = routes.map((route) => route.operationId);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two routes have the operationId "${twice}".`);
  return routes;
}

function scan(path: string, method: string, operation: Operation): ScannedRoute {
  const { operationId, description = '', tags = [], requestBody, responses } = operation;
  const [status = '200', response] = Object.entries(responses).find(([each]) => each.startsWith('2')) ?? [];
  return {
    operationId: operationId ?? '',
    method,
    path,
    text: description,
    tag: tags[0] ?? '',
    parameters: (operation.parameters ?? []).flatMap(readParameter),
    inputName: schemaName(requestBody),
    status: Number(status),
    answerName: schemaName(response),
  };
}

function readParameter(parameter: object): readonly Parameter[] {
  const { name, in: place, description, schema }: Readonly<Record<string, unknown>> = { ...parameter };
  if (typeof name !== 'string' || place !== 'query') return [];
  return [
    {
      key: pascal(name),
      name,
      in: place,
      required: false,
      description: typeof description === 'string' ? description : '',
      schema: fromNest(schema),
    },
  ];
}

/** The name in `content["application/json"].schema.$ref`. */
function schemaName(holder: unknown): string | null {
  const path = ['content', 'application/json', 'schema', '$ref'];
  const found = path.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), holder);
  return typeof found === 'string' ? refName(found) : null;
}

/** The DTOs and answers that were scanned, with their members' names as on the wire. */
export function scannedSchemas({ components }: OpenAPIObject): Schemas {
  return Object.fromEntries(
    Object.entries(components?.schemas ?? {}).map(([name, schema]) => [name, wireSchema(schema)]),
  );
}

function wireSchema(scanned: unknown): Schema {
  const { properties, required, ...rest } = fromNest(scanned);
  const members = Object.entries(properties ?? {}).map(
    ([name, member]) => [wireName(name), withoutDefault(fromNest(member))] as const,
  );
  return {
    ...rest,
    properties: Object.fromEntries(members),
    ...(required && { required: required.map(wireName) }),
  };
}

/** What a class sets its constants to is no default of the wire's. */
const withoutDefault = ({ default: _, ...schema }: Schema): Schema => schema;
