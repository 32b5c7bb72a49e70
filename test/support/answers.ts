import { expect } from '@jest/globals';
import type { Answer, Json } from './client.js';
import type { Club } from './club.js';

/** The record of an answer as plain JSON would show it, whichever representation it came in. */
export function recordIn({ body }: Answer): Json {
  if (Object.hasOwn(body as object, 'data')) return flat(body.data);
  const [record] = Object.values(body as Record<string, Json>).filter((value) => typeof value === 'object');
  return record;
}

/** The records of a list. */
export function recordsIn({ body }: Answer): Json[] {
  if (Object.hasOwn(body as object, 'data')) return (body.data as Json[]).map(flat);
  return Object.values(body as Record<string, Json[]>)[0] ?? [];
}

export const idsIn = (answer: Answer): string[] => recordsIn(answer).map(({ id }) => id as string);

/** How many records there are in truth. */
export const countIn = ({ body, headers }: Answer): number =>
  Number(body.meta?.count ?? headers.get('x-total-count'));

function flat(data: Json): Json {
  if (data === null) return null;
  const related = Object.entries((data.relationships ?? {}) as Record<string, Json>)
    .filter(([, member]) => Object.hasOwn(member as object, 'data'))
    .map(([name, member]) => [name, member.data?.id ?? null]);
  return { id: data.id, ...data.attributes, ...Object.fromEntries(related) };
}

/** What both representations say of an error. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Pointers in JSON:API, names of fields in plain JSON. */
  readonly places: readonly string[];
  readonly headers: Headers;
}

export function refusalIn({ status, body, headers }: Answer): Refusal {
  const errors = body?.errors as Json[] | undefined;
  if (!errors) {
    const places = Object.keys((body?.fields ?? {}) as object);
    return { status, code: body?.code, detail: body?.error, places, headers };
  }
  const [first] = errors;
  const places = errors.map((error) => error.source?.pointer as string | undefined);
  return {
    status,
    code: first.code,
    detail: first.detail,
    places: places.filter((place) => place !== undefined),
    headers,
  };
}

/** Asks for what must be refused, and shows that nothing in the database moved. */
export async function refused(club: Club, ask: () => Promise<Answer>): Promise<Refusal> {
  const before = await club.everything();
  const refusal = refusalIn(await ask());
  expect(await club.everything()).toEqual(before);
  return refusal;
}
