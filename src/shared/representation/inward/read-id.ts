import { BadRequest, Conflict, Forbidden } from '../../errors/errors.js';
import type { Identifier } from '../../query/resource.js';
import type { Purpose } from './flat-body.js';

type Entry = readonly [field: string, value: unknown];

/**
 * What the id in a body comes to: the field that a new record takes it as, or nothing where it repeats the path's.
 * Throws 403 where clients make no ids, and 409 where it is not the id of the path or of the field beside it.
 */
export function readId(
  id: unknown,
  pointer: string,
  identifier: Identifier,
  purpose: Purpose,
  fields: Readonly<Record<string, unknown>>,
): readonly Entry[] {
  if (!purpose.creates) {
    checkAgainstPath(id, purpose.id, pointer, identifier);
    return [];
  }
  const { clientField } = identifier;
  if (clientField === undefined) {
    const detail = 'The id is made by the server.';
    throw new Forbidden(detail, 'CLIENT_ID_FORBIDDEN', [{ pointer, detail }]);
  }
  if (Object.hasOwn(fields, clientField) && fields[clientField] !== id) {
    const detail = `The id is not the same as \`${clientField}\`.`;
    throw new Conflict(detail, 'ID_MISMATCH', [{ pointer, detail }]);
  }
  return [[clientField, id]];
}

function checkAgainstPath(id: unknown, expected: string, pointer: string, identifier: Identifier): void {
  if (typeof id !== 'string' && typeof id !== 'number') {
    const detail = 'The id must be text.';
    throw new BadRequest(detail, 'MALFORMED_BODY', [{ pointer, detail }]);
  }
  const form = (text: string): string => (identifier.ignoreCase ? text.toLowerCase() : text);
  if (form(String(id)) === form(expected)) return;
  const detail = 'The id is not that of the path.';
  throw new Conflict(detail, 'ID_MISMATCH', [{ pointer, detail }]);
}
