import { CALLERS, type CallerName, EVERYBODY, isLive, type LiveCaller } from './cast.js';
import type { Place } from './world.js';

/**
 * What each caller is answered. A key is a permission (whoever has it, by whatever role), several joined by ` & ` or
 * ` | `, the name of a caller, `nobody` (no token), `dead` (a token that no longer counts) or `others`; the first key
 * that fits decides. Where nothing is said of them, `nobody` and `dead` are 401.
 */
export type Verdict<T = number> = T | Readonly<Record<string, T>>;

export const MODES = ['self-service', 'admin-operated'] as const;
export type Mode = (typeof MODES)[number];

/** A verdict in both modes, or one for each. */
export type ByMode<T = number> = Verdict<T> | Readonly<Record<Mode, Verdict<T>>>;

/** What is in a list: everything, what is the caller's own, what is Carl's, nothing, or what events are about. */
export type Contents = 'all' | 'own' | 'carls' | 'none' | 'roles' | 'usersAndRoles';

export type Fields = Readonly<Record<string, unknown>>;

/** One thing to ask of an operation. */
export interface Case {
  /** In words, where there are several: `lends it to oneself`. */
  readonly does?: string;
  /** The fields of the body, flat as plain JSON has them. */
  readonly body?: (place: Place) => Fields;
  /** Instead, a linkage: the related record, or null. */
  readonly linkage?: (place: Place) => object | null;
  readonly query?: string;
  /** A statement that prepares the world. */
  readonly given?: string;
  /** By record (`own`, `anothers`, `missing`, …) the answer. Operations whose path names no record have `-`. */
  readonly on: Readonly<Record<string, ByMode>>;
  /** What the list shows to those who get it, by record. */
  readonly shows?: Readonly<Record<string, ByMode<Contents>>>;
  /** A success that leaves everything as it was. */
  readonly changesNothing?: boolean;
  /** Each caller may have but one under way. */
  readonly oneByOne?: boolean;
  readonly modes?: readonly Mode[];
}

export interface Operation {
  readonly cases: readonly Case[];
  /** In JSON:API only. */
  readonly jsonApiOnly?: boolean;
  /** Has no resource: bodies are flat in both representations. */
  readonly flat?: boolean;
  /** Speaks JSON:API with the extension for lists of operations. */
  readonly extension?: boolean;
}

/** By operationId. */
export type Table = Readonly<Record<string, Operation>>;

export const operation = (...cases: readonly Case[]): Operation => ({ cases });
export const linkage = (...cases: readonly Case[]): Operation => ({ cases, jsonApiOnly: true });
export const flat = (...cases: readonly Case[]): Operation => ({ cases, flat: true });

/** For operations that look at no token. */
export const ANYBODY = (status: number): Verdict => ({ nobody: status, dead: status, others: status });

export const inMode = <T>(selfService: Verdict<T>, adminOperated: Verdict<T>): ByMode<T> => ({
  'self-service': selfService,
  'admin-operated': adminOperated,
});

export function modeOf<T extends string | number>(verdict: ByMode<T>, mode: Mode): Verdict<T> {
  if (typeof verdict !== 'object' || !(mode in verdict)) return verdict as Verdict<T>;
  return (verdict as Readonly<Record<Mode, Verdict<T>>>)[mode];
}

export const dependsOnMode = ({ on }: Case): boolean =>
  Object.values(on).some((verdict) => typeof verdict === 'object' && MODES.some((mode) => mode in verdict));

/** What this caller is to be answered. Throws where the verdict says nothing of them. */
export function verdictFor(verdict: Verdict, caller: CallerName): number {
  const spoken = typeof verdict === 'object' ? verdict : { others: verdict };
  if (!isLive(caller)) return spoken[caller === 'nobody' ? caller : 'dead'] ?? 401;
  return decide(spoken, caller);
}

/** What the list shows to this caller. */
export const contentsFor = (verdict: Verdict<Contents>, caller: LiveCaller): Contents =>
  decide(typeof verdict === 'object' ? verdict : { others: verdict }, caller);

function decide<T>(verdict: Readonly<Record<string, T>>, caller: LiveCaller): T {
  const [, found] = Object.entries(verdict).find(([rule]) => fits(rule, caller)) ?? [];
  if (found === undefined) throw new Error(`Nothing is said of ${caller} in ${JSON.stringify(verdict)}.`);
  return found;
}

function fits(rule: string, caller: LiveCaller): boolean {
  const held: readonly string[] = [caller, 'others', ...CALLERS[caller]];
  if (rule.includes(' & ')) return rule.split(' & ').every((word) => held.includes(word));
  return rule.split(' | ').some((word) => held.includes(word));
}

/** One request of the matrix, and what is to come of it. */
export interface Cell {
  readonly caller: CallerName;
  readonly record: string;
  readonly mode: Mode;
  readonly expected: number;
}

/**
 * All cells of a case in one mode. Tokens that no longer count are tried on the first case of an operation: what the body
 * says is not looked at before them.
 */
export function cellsOf({ cases }: Operation, asked: Case, mode: Mode): readonly Cell[] {
  const callers = asked === cases[0] ? EVERYBODY : EVERYBODY.filter((caller) => !isDead(caller));
  return Object.entries(asked.on).flatMap(([record, verdict]) =>
    callers.map((caller) => ({ caller, record, mode, expected: verdictFor(modeOf(verdict, mode), caller) })),
  );
}

const isDead = (caller: CallerName): boolean => !isLive(caller) && caller !== 'nobody';

export const modesOf = ({ modes = MODES }: Case): readonly Mode[] => modes;

/** How many cells an operation has; each is asked in every representation that the operation has. */
export const countCells = (operation: Operation): number =>
  operation.cases.flatMap((asked) => modesOf(asked).flatMap((mode) => cellsOf(operation, asked, mode)))
    .length;
