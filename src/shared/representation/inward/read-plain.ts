import { BadRequest } from '../../errors/errors.js';
import type { Resource } from '../../query/resource.js';
import { isObject } from '../is-object.js';
import type { FlatBody, Purpose } from './flat-body.js';
import { pointerTo } from './pointer.js';
import { readId } from './read-id.js';

/** Reads a plain body, which is flat already: only its `id` needs a look. Throws 400, 403 and 409. */
export function readPlain(body: unknown, resource?: Resource, purpose?: Purpose): FlatBody {
  if (!isObject(body)) {
    const detail = 'The body must be an object.';
    throw new BadRequest(detail, 'MALFORMED_BODY', [{ pointer: '', detail }]);
  }
  const pointerOf = (field: string): string => (Object.hasOwn(body, field) ? pointerTo(field) : '');
  if (!resource || !purpose || !Object.hasOwn(body, 'id')) return { fields: body, pointerOf };
  return { fields: withoutId(body, resource, purpose), pointerOf: atId(pointerOf, resource) };
}

function withoutId(
  body: Readonly<Record<string, unknown>>,
  resource: Resource,
  purpose: Purpose,
): FlatBody['fields'] {
  const { id } = body;
  const others = Object.entries(body).filter(([name]) => name !== 'id');
  const own = readId(id, pointerTo('id'), resource.id, purpose, Object.fromEntries(others));
  return Object.fromEntries([...own, ...others]);
}

/** A field that was sent as the id is found there. */
const atId =
  (pointerOf: FlatBody['pointerOf'], { id }: Resource): FlatBody['pointerOf'] =>
  (field) =>
    field === id.clientField ? pointerTo('id') : pointerOf(field);
