/** A JSON Schema as OpenAPI 3.1 has it (draft 2020-12), as far as our documents need it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping: Readonly<Record<string, string>>;
  };
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
}

/** Named schemas: what stands under `components`. */
export type Schemas = Readonly<Record<string, Schema>>;

const PREFIX = '#/components/schemas/';

export const ref = (name: string): Schema => ({ $ref: `${PREFIX}${name}` });

/** The name that a reference leads to. */
export const refName = (reference: string): string => reference.slice(PREFIX.length);

/** The same, or null. */
export function orNull(schema: Schema): Schema {
  if (schema.$ref !== undefined) return { anyOf: [schema, { type: 'null' }] };
  const { type, ...rest } = schema;
  const nullable = { ...rest, type: [type ?? 'string', 'null'].flat() };
  return schema.enum ? { ...nullable, enum: [...schema.enum, null] } : nullable;
}

/** An object with these members; all of them are always there unless `required` names fewer. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  { required = Object.keys(properties), ...more }: Partial<Schema> = {},
): Schema {
  return { type: 'object', ...more, properties, ...(required.length > 0 && { required }) };
}

const MOST_INT32 = 2 ** 31 - 1;

/** A whole number that JavaScript knows exactly, in the smaller format where it fits. */
export const wholeNumber = ({
  maximum = Number.MAX_SAFE_INTEGER,
  ...rest
}: Partial<Schema> = {}): Schema => ({
  type: 'integer',
  format: maximum <= MOST_INT32 ? 'int32' : 'int64',
  minimum: 0,
  maximum,
  ...rest,
});

export const link: Schema = { type: 'string', format: 'uri', maxLength: 65_536 };

/** Several sets of named schemas as one. */
export const merged = (...parts: readonly Schemas[]): Schemas =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
