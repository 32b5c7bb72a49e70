import type { Tally } from './run.js';

/** One line about many rounds. */
export function inWords(
  name: string,
  { rounds, requests, winners, refusals, faults, complaints }: Tally,
): string {
  const told = Object.entries(refusals)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([refusal, count]) => `${refusal} × ${count}`);
  return [
    `${name}: ${rounds} rounds`,
    `${requests} requests`,
    `${winners} succeeded`,
    ...told,
    `${faults} faults`,
    `${complaints.length} complaints`,
  ].join(', ');
}

/** Of several scenarios together. */
export function total(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  const refusals: Record<string, number> = {};
  for (const [refusal, count] of tallies.flatMap((tally) => Object.entries(tally.refusals)))
    refusals[refusal] = (refusals[refusal] ?? 0) + count;
  return {
    rounds: sum(({ rounds }) => rounds),
    requests: sum(({ requests }) => requests),
    winners: sum(({ winners }) => winners),
    refusals,
    faults: sum(({ faults }) => faults),
    complaints: tallies.flatMap(({ complaints }) => complaints),
  };
}
