import { parseArgs } from 'node:util';
import { FULL, QUICK, type Size } from './data/size.js';

/** What to measure, and how long. */
export interface Options {
  readonly size: Size;
  /** How often the servers take turns. */
  readonly rounds: number;
  /** Seconds that a turn lasts. */
  readonly seconds: number;
  /** Seconds of load on each server before a case, which nobody measures. */
  readonly warmup: number;
  readonly connections: number;
  /** How often each request is sent for the figures of growth. */
  readonly samples: number;
  /** Whether something of this name was asked for. */
  readonly wants: (name: string) => boolean;
  /** Whether the peers take their turns, too. */
  readonly peers: boolean;
  readonly markdown: boolean;
  /** A file for all figures as JSON; null for none. */
  readonly json: string | null;
  /** A folder for the server's CPU profile; null for none. */
  readonly profile: string | null;
}

export const USAGE = `npm run bench -- [options]
  --quick          little data and short rounds
  --only TEXT,…    only the cases whose names hold one of the texts; "TEXT" is the whole name
  --rounds N       how often floor and server take turns
  --seconds N      how long each turn lasts
  --connections N  how many requests are under way at once
  --peers          the peers in bench/peers take turns as well
  --markdown       print what docs/performance.md holds
  --json FILE      write all figures there as well
  --profile DIR    write a CPU profile of the server there`;

/** Throws UsageError, with the usage, where something is unknown or no number. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const quick = values.quick ?? false;
  return {
    size: quick ? QUICK : FULL,
    rounds: numberOf(values.rounds) ?? (quick ? 2 : 5),
    seconds: numberOf(values.seconds) ?? (quick ? 1 : 3),
    warmup: quick ? 1 : 2,
    connections: numberOf(values.connections) ?? 16,
    samples: quick ? 50 : 300,
    wants: wanted(values.only),
    peers: values.peers ?? false,
    markdown: values.markdown ?? false,
    json: values.json ?? null,
    profile: values.profile ?? null,
  };
}

/** Names have commas, too: a text in quotes is a whole one. */
function wanted(only: string | undefined): (name: string) => boolean {
  if (only === undefined) return () => true;
  const texts = only.match(/"[^"]*"|[^",]+/g) ?? [];
  return (name) => texts.some((text) => name.includes(text.trim()) || `"${name}"` === text);
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
        peers: { type: 'boolean' },
        markdown: { type: 'boolean' },
        json: { type: 'string' },
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
