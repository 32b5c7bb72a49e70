import type { Format } from './client.js';

/** The relationships that bodies of tests name, and the types that they lead to. */
const RELATED: Readonly<Record<string, string>> = {
  loanedto: 'user',
  borrower: 'user',
  user: 'user',
  item: 'loan-item',
};

/**
 * The same content in either representation: flat as plain JSON, sorted into attributes and relationships as JSON:API,
 * which names the record that it changes by `id`.
 */
export function bodyOf(format: Format, type: string, fields: object, id?: string): object {
  if (format === 'plain') return fields;
  const entries = Object.entries(fields);
  const attributes = entries.filter(([name]) => !Object.hasOwn(RELATED, name));
  const relationships = entries
    .filter(([name]) => Object.hasOwn(RELATED, name))
    .map(([name, value]) => [
      name,
      { data: value === null ? null : { type: RELATED[name], id: value as string } },
    ]);
  return {
    data: {
      type,
      ...(id !== undefined && { id }),
      attributes: Object.fromEntries(attributes) as object,
      ...(relationships.length > 0 && { relationships: Object.fromEntries(relationships) as object }),
    },
  };
}

export const FORMATS: readonly Format[] = ['jsonApi', 'plain'];

let made = 0;

/** A name that no other test of this file has. */
export const fresh = (prefix: string): string => `${prefix}${(made += 1)}`;
