import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Answer, Json } from './client.js';

export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly told: Json;
}

/** An OpenAPI 3.1 document as a test asks it. */
export class Documented {
  readonly operations: readonly DocumentedOperation[];
  private readonly ajv: Ajv2020;

  constructor(readonly document: Json) {
    this.operations = operationsOf(document);
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const [name, format] of Object.entries(fullFormats)) this.ajv.addFormat(name, format);
    this.ajv.addSchema(document as object, 'asItIs');
    this.ajv.addSchema(withEverything(document) as object, 'whole');
  }

  operation(operationId: string): DocumentedOperation {
    const found = this.operations.find((operation) => operation.operationId === operationId);
    if (!found) throw new Error(`No operation is called ${operationId}.`);
    return found;
  }

  /** What stands at a JSON pointer: `#/components/schemas/Run`. */
  at(reference: string): Json {
    const steps = reference.replace(/^#\//, '').split('/').map(unescape);
    return steps.reduce((place, step) => place?.[step], this.document);
  }

  /** The same, or what a reference leads to. */
  resolved(place: Json): Json {
    return typeof place?.$ref === 'string' ? this.at(place.$ref as string) : place;
  }

  /** What is wrong with a value; empty where it fits. */
  faults(schema: Json, value: unknown): readonly string[] {
    return this.validate('asItIs', schema, value);
  }

  /** What an answer has that the document does not tell of, lacks of what it tells, or has in another form. */
  faultsOfAnswer(operationId: string, { status, headers, body }: Answer): readonly string[] {
    const { told } = this.operation(operationId);
    const response = this.resolved(told.responses[String(status)]);
    if (!response) return [`${operationId} is not said to answer ${status}.`];
    const named = headers.get('content-type') ?? '';
    const type = named.replace(/;.*/, '');
    // A media type with an extension is told of as it is.
    const content = response.content?.[named] ?? response.content?.[type];
    if (!content && type !== '') return [`${operationId} is not said to answer ${status} as ${type}.`];
    const missing = Object.entries(response.headers as Record<string, Json>)
      .filter(([name, header]) => this.resolved(header).required === true && !headers.has(name))
      .map(([name]) => `${operationId} lacks the header ${name}.`);
    return content ? [...missing, ...this.validate('whole', content.schema, body)] : missing;
  }

  private validate(whose: string, { $ref }: Json, value: unknown): readonly string[] {
    const check = this.ajv.getSchema(`${whose}${String($ref)}`);
    if (!check) throw new Error(`There is no schema ${String($ref)}.`);
    if (check(value)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

const unescape = (step: string): string =>
  decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');

const operationsOf = ({ paths }: Json): readonly DocumentedOperation[] =>
  Object.entries(paths as Record<string, Record<string, Json>>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, told]) => ({
      operationId: told.operationId as string,
      method,
      path,
      told,
    })),
  );

/**
 * The document read as strictly as an answer can be that asked for all fields: nothing is there that is not told of, and
 * what only `fields[…]` may leave out is there.
 */
function withEverything(document: Json): Json {
  const copy = structuredClone(document) as { components: { schemas: Record<string, Json> } };
  for (const schema of Object.values(copy.components.schemas)) {
    if (!schema.properties) continue;
    schema.additionalProperties = false;
    if (/`fields\[.*left out/.test(String(schema.description)))
      schema.required = Object.keys(schema.properties as object).filter((name) => name !== 'meta');
  }
  return copy;
}

/** Every place in a document, with the pointer to it. */
export function* places(value: Json, pointer = '#'): Generator<readonly [string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  yield [pointer, value];
  for (const [name, member] of Object.entries(value as object)) yield* places(member, `${pointer}/${name}`);
}
