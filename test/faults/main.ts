/**
 * Kills, freezes, fills and ends servers under load, and compares what is left with what clients were told:
 * `npm run test:faults` for all, `npm run test:faults -- kill-server` for one chapter. FAULTS_KILLS says how often.
 */
import { openDatabase } from './durable-database.js';
import { killDatabase } from './kill-database.js';
import { killServer } from './kill-server.js';
import { OwnPostgres } from './own-postgres.js';
import { Stage } from './stage.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const timesFor = (variable: string, usual: number): number => Number(process.env[variable] ?? usual);

const chapters: Readonly<Record<string, () => Promise<{ readonly faults: readonly string[] }>>> = {
  'kill-server': async () => {
    const database = await openDatabase();
    const stage = new Stage(database.url);
    await stage.open();
    const result = await killServer(stage, timesFor('FAULTS_KILLS', 200), print);
    await stage.close();
    await database.close();
    return result;
  },
  'kill-database': async () => {
    const postgres = await OwnPostgres.open();
    const stage = new Stage(postgres.url);
    await stage.open();
    const result = await killDatabase(stage, postgres, timesFor('FAULTS_DATABASE_KILLS', 50), print);
    await stage.close();
    await postgres.close();
    return result;
  },
};

const wanted = process.argv.slice(2);
let failed = 0;
for (const [name, run] of Object.entries(chapters)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const began = Date.now();
  const { faults, ...figures } = await run();
  if (faults.length > 0) failed += 1;
  print(
    `${name}: ${JSON.stringify(figures)} in ${Math.round((Date.now() - began) / 1000)} s, ${faults.length} faults`,
  );
  for (const fault of faults.slice(0, 20)) print(`  ${fault}`);
}
process.exitCode = failed > 0 ? 1 : 0;
