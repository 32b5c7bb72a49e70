import { isObject } from '../../is-object.js';
import type { OpenApi } from './write-document.js';

type Members = Readonly<Record<string, unknown>>;

/** The same document as OpenAPI 3.0.3: its own spelling of nulls, constants, examples, references and the licence. */
export function toVersion30(document: OpenApi): object {
  const { info, ...rest } = document;
  const { license, ...about } = { license: {}, ...info };
  const { name } = { name: '', ...license };
  const licence = { name, url: `https://spdx.org/licenses/${name}.html` };
  return { ...mapMembers(rest, convert), openapi: '3.0.3', info: { ...about, license: licence } };
}

/** Values, which stay as they are whatever their members are called. */
const VALUES = new Set(['example', 'examples', 'default', 'enum', 'required', 'mapping']);

function convert(value: unknown, name = ''): unknown {
  if (VALUES.has(name)) return value;
  if (Array.isArray(value)) return value.map((each) => convert(each));
  if (!isObject(value)) return value;
  // The members of `properties` have names of ours, which mean nothing to JSON Schema.
  if (name === 'properties') return mapMembers(value, (member) => convert(member));
  const { $ref, ...beside } = value;
  if (typeof $ref === 'string') return besideReference($ref, beside);
  return convertSchema(mapMembers(value, convert));
}

/** Nothing may stand beside a reference there. */
const besideReference = ($ref: string, beside: Members): Members =>
  Object.keys(beside).length === 0 ? { $ref } : { ...beside, allOf: [{ $ref }] };

function convertSchema(schema: Members): Members {
  const { type, anyOf, const: constant, examples, ...rest } = schema;
  const types: readonly unknown[] = [type].flat();
  const isNullable = types.includes('null');
  return {
    ...(type !== undefined && { type: types.find((each) => each !== 'null') }),
    ...rest,
    ...(isNullable && { nullable: true }),
    ...(constant !== undefined && { enum: [constant] }),
    ...(Array.isArray(examples) && { example: examples[0] as unknown }),
    ...(anyOf !== undefined && convertUnion(anyOf)),
  };
}

/** There `nullable` counts beside a type only. */
const NULL = { type: 'object', nullable: true, enum: [null] };

/** `anyOf` of a reference and null. */
function convertUnion(anyOf: unknown): Members {
  const parts: readonly unknown[] = Array.isArray(anyOf) ? anyOf : [];
  const others = parts.filter((part) => !isNull(part));
  return others.length === parts.length ? { anyOf } : { anyOf: [...others, NULL] };
}

/** `{"type": "null"}` after its own conversion: no type is left. */
const isNull = (part: unknown): boolean =>
  isObject(part) && part['nullable'] === true && part['type'] === undefined;

const mapMembers = (members: Members | object, change: (value: unknown, name: string) => unknown): Members =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member, name)]));
