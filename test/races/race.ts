import type { Answer, Json } from '../support/client.js';
import type { Member } from '../support/club.js';
import type { Arena } from './arena.js';

/** One of those who race: what they ask of whichever server it happens to be. */
export type Ask = (at: (member: Member) => Member) => Promise<Answer>;

/** What one of them was answered. */
export interface End {
  readonly status: number;
  /** Of a refusal, with its status: `409 ITEM_ON_LOAN`. Null for a success. */
  readonly refusal: string | null;
  readonly body: Json;
}

/** One round: those who race for the same records, made for it, and what must come of it. */
export interface Race {
  readonly asks: readonly Ask[];
  /** Holds what they want until they all wait for it, so that they meet there: a statement with its values. */
  readonly gate?: readonly [text: string, values: unknown[]];
  /** What a loser may be told. */
  readonly refusals: readonly string[];
  /** What is wrong with how it ended; the ends are in the order of the asks. */
  readonly judge: (ends: readonly End[]) => readonly string[] | Promise<readonly string[]>;
}

export interface Scenario {
  readonly name: string;
  readonly prepare: (arena: Arena) => Race | Promise<Race>;
}

/** Somebody's request. */
export const by =
  (member: Member, ask: (member: Member) => Promise<Answer>): Ask =>
  (at) =>
    ask(at(member));

/** The same request from each of these. */
export const byEach = (members: readonly Member[], ask: (member: Member) => Promise<Answer>): Ask[] =>
  members.map((member) => by(member, ask));

export const won = (end: End | undefined): boolean => end?.refusal === null;

export const winners = (ends: readonly End[]): readonly End[] => ends.filter(won);

/** Of claims by their words, those that are not true. */
export const unmet = (claims: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(claims)
    .filter(([, isTrue]) => !isTrue)
    .map(([words]) => words);

/** How it ended, for a complaint. */
export const told = (ends: readonly End[]): string =>
  ends.map(({ status, refusal }) => refusal ?? String(status)).join(', ');

export function endOf({ status, body }: Answer): End {
  if (status < 300) return { status, refusal: null, body };
  const code = String(body?.code ?? body?.errors?.[0]?.code ?? 'no code');
  return { status, refusal: `${status} ${code}`, body };
}
