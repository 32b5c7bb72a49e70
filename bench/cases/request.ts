import type { Random } from '../../src/demo/random.js';
import type { Club } from '../data/club.js';

/** A request, and what makes its answer a good one. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** With its query, encoded. */
  readonly path: string;
  /** Who sends it; null: nobody who is logged in. */
  readonly member: number | null;
  /** Asked and answered in plain JSON; in JSON:API where absent. */
  readonly plain?: boolean;
  readonly body?: object;
  readonly expect: number;
}

/** What one connection asks, request by request. */
export type Script = () => BenchRequest;

/** Gives each connection a script of its own: no two of them touch the same item. */
export type ScriptOf = (random: Random, club: Club, connection: number, connections: number) => Script;

export interface Case {
  /** What issue and documentation call it. */
  readonly name: string;
  readonly script: ScriptOf;
}

export const get = (member: number, path: string): BenchRequest => ({
  method: 'GET',
  path,
  member,
  expect: 200,
});

/** The same case in plain JSON. */
export const inPlain = ({ name, script }: Case): Case => ({
  name: `${name} (plain)`,
  script: (...given) => {
    const next = script(...given);
    return () => ({ ...next(), plain: true });
  },
});

/** A path with parameters, encoded as the server's own links are. */
export function withQuery(path: string, parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).map((pair) => pair.map(encodeURIComponent).join('='));
  return `${path}?${pairs.join('&')}`;
}
