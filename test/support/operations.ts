import type { Answer, Options } from './client.js';
import type { Member } from './club.js';

export const ATOMIC_JSON_API = 'application/vnd.api+json;ext="https://jsonapi.org/ext/atomic"';

/** A document with a list of operations. */
export const listOf = (operations: unknown) => ({ 'atomic:operations': operations });

/** Sends a list of operations as JSON:API with its extension. */
export const operate = (
  { jsonApi }: Member,
  operations: readonly unknown[],
  { headers, ...options }: Options = {},
): Promise<Answer> =>
  jsonApi.post('/operations', listOf(operations), {
    ...options,
    headers: { Accept: ATOMIC_JSON_API, 'Content-Type': ATOMIC_JSON_API, ...headers },
  });

type Name = { readonly id: string } | { readonly lid: string };

export const linkTo = (type: string, name: Name) => ({ data: { type, ...name } });

/** An operation that adds a record. */
export const add = (type: string, attributes: object, more: object = {}) => ({
  op: 'add',
  data: { type, attributes, ...more },
});

/** An operation that changes attributes of a record. */
export const update = (type: string, id: string, attributes: object) => ({
  op: 'update',
  data: { type, id, attributes },
});

export const remove = (type: string, name: Name) => ({ op: 'remove', ref: { type, ...name } });

/** An operation that lends an item, or returns it where `to` is null. */
export const hand = (item: string, to: string | null) => ({
  op: 'update',
  ref: { type: 'loan-item', id: item, relationship: 'loanedto' },
  data: to === null ? null : { type: 'user', id: to },
});
