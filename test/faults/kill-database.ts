import type { OwnPostgres } from './own-postgres.js';
import { moment, type Stage } from './stage.js';

export interface DatabaseKills {
  readonly kills: number;
  readonly acknowledged: number;
  readonly doubted: number;
  readonly resent: number;
  readonly replayed: number;
  /** Requests while it was away. */
  readonly asked: number;
  /** Those that waited for longer than 3 s: none, unless the machine is busy with other things. */
  readonly late: number;
  /** The longest that one of them waited for its 503, in milliseconds. */
  readonly longestRefusal: number;
  /** The longest from PostgreSQL's return to the first change that succeeded, in milliseconds. */
  readonly longestResumption: number;
  readonly pending: number;
  readonly faults: readonly string[];
}

const REFUSED_WITHIN = 3000;
/** Milliseconds after which it is said not to have come back at all. */
const LONGEST_RESUMPTION = 30_000;

/** Takes PostgreSQL away while members write, and gives it back: the server stays, and goes on by itself. */
export async function killDatabase(
  stage: Stage,
  postgres: OwnPostgres,
  kills: number,
  tell: (line: string) => void = () => undefined,
): Promise<DatabaseKills> {
  const { journal, writers } = stage;
  const seen = { asked: 0, late: 0, longestRefusal: 0, longestResumption: 0 };
  for (let round = 1; round <= kills; round += 1) {
    const writing = writers.write(stage.server.url);
    await moment(50, 1200);
    // Every other time it is frozen for a while before.
    const isFrozen = round % 2 === 0;
    if (isFrozen) await postgres.freeze();
    else await postgres.kill();
    const probe = await askWhileAway(stage);
    seen.asked += probe.took.length;
    await writing;
    seen.longestRefusal = Math.max(seen.longestRefusal, ...probe.took, writers.longestDoubt);
    seen.late += [...probe.took, writers.longestDoubt].filter((took) => took > REFUSED_WITHIN).length;
    writers.longestDoubt = 0;
    if (isFrozen) await postgres.kill();
    await postgres.start();
    seen.longestResumption = Math.max(seen.longestResumption, await resumption(stage));
    await stage.check();
    await writers.sendAgain(stage.server.url);
    if (seen.longestResumption > LONGEST_RESUMPTION)
      journal.faults.push(`back after ${seen.longestResumption} ms`);
    if (round % 10 === 0 || journal.faults.length > 0)
      tell(`${round} kills, ${journal.acknowledged} acknowledged, ${journal.faults.length} faults`);
    if (journal.faults.length > 0) break;
  }
  if (journal.faults.length > 0) journal.faults.push(...unexpected(stage));
  const pending = await stage.finishJobs(120);
  await stage.check();
  const { acknowledged, doubted, faults } = journal;
  return {
    kills,
    acknowledged,
    doubted,
    resent: writers.resent,
    replayed: writers.replayed,
    ...seen,
    pending,
    faults,
  };
}

/** What the server says of errors that nobody expected. */
const unexpected = ({ server }: Stage): readonly string[] =>
  server
    .log()
    .filter((line) => 'problem_id' in line)
    .map((line) => JSON.stringify(line));

/** Asks all kinds of things for a while; how long each took. */
async function askWhileAway({
  server,
  admin,
  journal,
}: Stage): Promise<{ readonly took: readonly number[] }> {
  const took: number[] = [];
  const client = server.client(admin);
  const asks: readonly (readonly [
    name: string,
    status: number,
    ask: () => Promise<{ readonly status: number }>,
  ])[] = [
    ['GET /health/ready', 503, () => client.get('/health/ready')],
    ['GET /health/live', 200, () => client.get('/health/live')],
    ['GET /me', 503, () => client.get('/me')],
    ['PATCH /users/ann', 503, () => client.patch('/users/ann', { first_name: 'Ann' })],
    ['POST /login', 503, () => client.post('/login', { username: 'ann', password: 'password of a member' })],
  ];
  const end = Date.now() + 300 + Math.random() * 1000;
  do {
    await Promise.all(
      asks.map(async ([name, expected, ask]) => {
        const began = Date.now();
        const { status } = await ask();
        took.push(Date.now() - began);
        if (status !== expected) journal.faults.push(`${name}: ${status} while the database was away`);
      }),
    );
    await moment(20, 50);
  } while (Date.now() < end);
  return { took };
}

/** How long it takes until a change succeeds, in milliseconds. */
async function resumption({ server, admin }: Stage): Promise<number> {
  const began = Date.now();
  const client = server.client(admin);
  while (Date.now() - began < LONGEST_RESUMPTION) {
    const { status } = await client.patch('/users/ann', { first_name: 'Ann' });
    if (status === 200 && (await client.get('/health/ready')).status === 200) break;
    await moment(20, 50);
  }
  return Date.now() - began;
}
