import type { Kind } from '../../query/attribute.js';

/** Writes one value of a row as JSON. */
export type WriteValue = (value: unknown) => string;

/** Numbers, truth and null: JSON writes them as JavaScript does. */
const asIs: WriteValue = (value) => `${value as number}`;
/** Digits, colons and the like: nothing that JSON would escape. */
const quoted: WriteValue = (value) => (value === null ? 'null' : `"${value as string}"`);
const escaped: WriteValue = (value) => JSON.stringify(value);

/** By kind, as `JSON.stringify` would, but without looking for what cannot be there. */
export const VALUES: Readonly<Record<Kind, WriteValue>> = {
  text: escaped,
  uuid: quoted,
  integer: asIs,
  decimal: asIs,
  time: quoted,
  date: quoted,
  boolean: asIs,
  json: escaped,
  names: escaped,
};
