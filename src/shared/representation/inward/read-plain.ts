import { BadRequest } from '../../errors/errors.js';
import type { Resource } from '../../query/resource.js';
import type { PointerOf } from '../exchange.js';
import { isObject } from '../is-object.js';
import { Findings } from './findings.js';
import { pointerTo } from './pointer.js';
import type { Purpose, ReadBody } from './read-body.js';
import { readId } from './read-id.js';

/** Reads a plain body, which is flat already: only its `id` needs a look. Throws 400. */
export function readPlain(body: unknown, resource?: Resource, purpose?: Purpose): ReadBody {
  if (!isObject(body)) {
    const detail = 'The body must be an object.';
    throw new BadRequest(detail, 'MALFORMED_BODY', [{ pointer: '', detail }]);
  }
  const pointerOf = (field: string): string => (Object.hasOwn(body, field) ? pointerTo(field) : '');
  const findings = new Findings();
  const { faults } = findings;
  if (!resource || !purpose || !Object.hasOwn(body, 'id'))
    return { fields: body, faults, refusal: null, pointerOf };
  const fields = withoutId(body, resource, purpose, findings);
  return { fields, faults, refusal: findings.refusal, pointerOf: atId(pointerOf, resource) };
}

function withoutId(
  body: Readonly<Record<string, unknown>>,
  resource: Resource,
  purpose: Purpose,
  findings: Findings,
): Readonly<Record<string, unknown>> {
  const { id } = body;
  const others = Object.entries(body).filter(([name]) => name !== 'id');
  const own = readId(id, pointerTo('id'), resource.id, purpose, Object.fromEntries(others), findings);
  return Object.fromEntries([...own, ...others]);
}

/** A field that was sent as the id is found there. */
const atId =
  (pointerOf: PointerOf, { id }: Resource): PointerOf =>
  (field) =>
    field === id.clientField ? pointerTo('id') : pointerOf(field);
