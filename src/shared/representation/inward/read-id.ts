import { BadRequest, Conflict, Forbidden } from '../../errors/errors.js';
import type { Identifier } from '../../query/resource.js';
import type { Findings } from './findings.js';
import type { Purpose } from './read-body.js';

type Entry = readonly [field: string, value: unknown];

/**
 * What the id in a body comes to: the field that a new record takes it as, or nothing where it repeats the path's.
 * Finds 403 where clients make no ids, and 409 where it is not the id of the path or of the field beside it.
 */
export function readId(
  id: unknown,
  pointer: string,
  identifier: Identifier,
  purpose: Purpose,
  fields: Readonly<Record<string, unknown>>,
  findings: Findings,
): readonly Entry[] {
  if (!purpose.creates) {
    if (!isOfPath(id, purpose.id, pointer, identifier))
      findings.refuse(mismatch('The id is not that of the path.', pointer));
    return [];
  }
  const { clientField } = identifier;
  if (clientField === undefined) {
    const detail = 'The id is made by the server.';
    findings.refuse(new Forbidden(detail, 'CLIENT_ID_FORBIDDEN', [{ pointer, detail }]));
    return [];
  }
  if (Object.hasOwn(fields, clientField) && fields[clientField] !== id)
    findings.refuse(mismatch(`The id is not the same as \`${clientField}\`.`, pointer));
  return [[clientField, id]];
}

function isOfPath(id: unknown, expected: string, pointer: string, identifier: Identifier): boolean {
  if (typeof id !== 'string' && typeof id !== 'number') {
    const detail = 'The id must be text.';
    throw new BadRequest(detail, 'MALFORMED_BODY', [{ pointer, detail }]);
  }
  const form = (text: string): string => (identifier.ignoreCase ? text.toLowerCase() : text);
  return form(String(id)) === form(expected);
}

const mismatch = (detail: string, pointer: string): Conflict =>
  new Conflict(detail, 'ID_MISMATCH', [{ pointer, detail }]);
