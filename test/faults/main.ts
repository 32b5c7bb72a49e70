/**
 * Kills, freezes, fills and ends servers under load, and compares what is left with what clients were told:
 * `npm run test:faults` for all, `npm run test:faults -- kill-server` for one chapter (kill-database, drain, full-disk).
 * FAULTS_KILLS, FAULTS_DATABASE_KILLS and FAULTS_DRAINS say how often.
 */
import { ADMIN_PASSWORD } from '../support/settings.js';
import { drain, type Drained } from './drain.js';
import { fillDisk, mountDisk, openOn } from './full-disk.js';
import { killDatabase } from './kill-database.js';
import { killServer } from './kill-server.js';
import { OwnPostgres } from './own-postgres.js';
import { Stage } from './stage.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const timesFor = (variable: string, usual: number): number => Number(process.env[variable] ?? usual);

interface Result {
  readonly faults: readonly string[];
}

/** On a club of its own. */
async function staged(postgres: OwnPostgres, work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const stage = new Stage(postgres.url);
  await stage.open();
  const result = await work(stage);
  await stage.close();
  await postgres.close();
  return result;
}

async function drainAll(times: number): Promise<Result> {
  const all: Drained[] = [];
  const postgres = await OwnPostgres.open();
  for (let round = 0; round < times; round += 1) {
    const workers = (round % 2) + 1;
    const stage = new Stage(postgres.url);
    await stage.startServer({ WEB_CONCURRENCY: String(workers) });
    const admin = await stage.server.login('admin', ADMIN_PASSWORD);
    all.push(await drain(stage.server, admin.token ?? '', workers));
    await stage.close();
  }
  await postgres.close();
  const sum = (figure: (each: Drained) => number): number =>
    all.reduce((total, each) => total + figure(each), 0);
  const figures = {
    drains: times,
    answered: sum(({ answered }) => answered),
    late: sum(({ late }) => late),
    refused: sum(({ refused }) => refused),
    longest: Math.max(...all.map(({ took }) => took)),
    unready: all.filter(({ unreadyAfter }) => unreadyAfter !== null).length,
  };
  const endings = all.filter(({ code }) => code !== 0).map(({ code }) => `It ended with ${code}.`);
  return { ...figures, faults: [...all.flatMap(({ faults }) => faults), ...endings] };
}

async function fillOne(): Promise<Result> {
  const disk = await mountDisk(200);
  if (!disk) return { faults: ['No disk can be mounted here: run it as root.'] };
  const result = await staged(await openOn(disk), (stage) => fillDisk(stage, disk.folder));
  await disk.unmount();
  return result;
}

const chapters: Readonly<Record<string, () => Promise<Result>>> = {
  'kill-server': async () =>
    staged(await OwnPostgres.open(), (stage) => killServer(stage, timesFor('FAULTS_KILLS', 200), print)),
  'kill-database': async () => {
    const postgres = await OwnPostgres.open();
    return staged(postgres, (stage) =>
      killDatabase(stage, postgres, timesFor('FAULTS_DATABASE_KILLS', 50), print),
    );
  },
  drain: () => drainAll(timesFor('FAULTS_DRAINS', 10)),
  'full-disk': fillOne,
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
