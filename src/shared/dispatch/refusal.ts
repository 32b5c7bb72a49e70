import { Forbidden } from '../errors/errors.js';
import { type Fault, Problem } from '../errors/problem.js';

/** An error object as the representation layer wrote it. */
export interface ErrorObject {
  readonly id: string;
  readonly code: string;
  readonly detail: string;
  readonly source?: { readonly pointer?: string };
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** An answer that refuses. */
export interface Refused {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly errors: readonly ErrorObject[];
}

/** Where something of an inner document stood in the one that its client sent; of null, what nothing in it is to blame for. */
export type PlaceOf = (pointer: string | null) => string | null;

/** Headers without which a status does not say what it means. */
const MEANINGFUL = ['WWW-Authenticate', 'Retry-After'];

/** The problem of an inner request as one of the request that it was made for. */
export function problemOf({ statusCode, headers, errors }: Refused, placeOf: PlaceOf): Problem {
  const [first] = errors;
  if (!first) throw new Error(`An answer with the status ${statusCode} says no error.`);
  // The path is ours, and the client's document asked for what it does not offer.
  if (statusCode === 405)
    return new Forbidden(...blame('Nobody may change this in this way.', 'READ_ONLY', placeOf));
  return new Problem(statusCode, first.code, errors.map(({ detail }) => detail).join(' '), {
    faults: errors.map((error) => toFault(error, placeOf)),
    headers: pick(headers),
    ...(statusCode === 500 && { id: first.id }),
  });
}

/** A request of ours that nothing answers to: what its client is told. */
export const blame = (detail: string, code: string, placeOf: PlaceOf) =>
  [detail, code, [{ detail, ...pointerAt(placeOf(null)) }]] as const;

const toFault = ({ code, detail, source, meta }: ErrorObject, placeOf: PlaceOf): Fault => ({
  code,
  detail,
  ...pointerAt(placeOf(source?.pointer ?? null)),
  ...(meta && { meta }),
});

const pointerAt = (pointer: string | null) => (pointer === null ? {} : { pointer });

const pick = (headers: Refused['headers']): Record<string, string> =>
  Object.fromEntries(
    MEANINGFUL.map((name) => [name, headers[name.toLowerCase()]] as const)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
