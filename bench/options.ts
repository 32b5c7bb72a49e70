import { parseArgs } from 'node:util';
import { FULL, QUICK, type Size } from './data/size.js';

/** What to measure, and how long. */
export interface Options {
  readonly size: Size;
  /** How often floor and server take turns. */
  readonly rounds: number;
  /** Seconds that a round lasts. */
  readonly seconds: number;
  readonly warmup: number;
  readonly connections: number;
  /** Only cases whose name holds this text. */
  readonly only: string;
  readonly markdown: boolean;
  /** A folder for the server's CPU profile; null for none. */
  readonly profile: string | null;
}

export const USAGE = `npm run bench -- [options]
  --quick          little data and short rounds
  --only TEXT      only the cases whose name holds TEXT
  --rounds N       how often floor and server take turns
  --seconds N      how long each turn lasts
  --connections N  how many requests are under way at once
  --markdown       print what docs/performance.md holds
  --profile DIR    write a CPU profile of the server there`;

/** Throws an error with the usage where something is unknown or no number. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const quick = values.quick ?? false;
  return {
    size: quick ? QUICK : FULL,
    rounds: numberOf(values.rounds) ?? (quick ? 2 : 5),
    seconds: numberOf(values.seconds) ?? (quick ? 1 : 5),
    warmup: quick ? 1 : 4,
    connections: numberOf(values.connections) ?? 16,
    only: values.only ?? '',
    markdown: values.markdown ?? false,
    profile: values.profile ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        only: { type: 'string' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        connections: { type: 'string' },
        markdown: { type: 'boolean' },
        profile: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`, { cause });
  }
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is not a number from 1 to 9999.\n${USAGE}`);
}

export class UsageError extends Error {}
