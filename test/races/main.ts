/**
 * Races for real, many rounds: two built servers on one database. `RACE_ROUNDS` of each scenario (300), of those whose
 * names contain an argument, or of all. Fails where an invariant was broken, where not exactly those won who may, and
 * where somebody got an answer that nobody should get.
 */
import { startTestServer, stopTestServer } from '../setup/test-server.js';
import { Arena } from './arena.js';
import { race } from './run.js';
import { scenarios } from './scenarios.js';
import { inWords, total } from './summary.js';

const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? '300');
const MOST_COMPLAINTS = 5;

const [, , ...wanted] = process.argv;
const chosen = scenarios.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

await startTestServer();
const arena = await Arena.open();
try {
  const tallies = [];
  for (const scenario of chosen) {
    const tally = await race(arena, scenario, ROUNDS);
    print(inWords(scenario.name, tally));
    for (const complaint of tally.complaints.slice(0, MOST_COMPLAINTS)) print(`  ${complaint}`);
    tallies.push(tally);
  }
  const sum = total(tallies);
  print(inWords(`All ${chosen.length}`, sum));
  for (const line of arena.logOfFaults()) print(line);
  if (sum.complaints.length > 0 || sum.faults > 0 || chosen.length === 0) process.exitCode = 1;
} finally {
  const codes = await arena.close();
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
  await stopTestServer();
}
