import { Random } from '../src/demo/random.js';
import { cases } from './cases.js';
import type { Case, Script } from './cases/request.js';
import { tokenMaker } from './data/tokens.js';
import { type Growth, measureGrowth } from './growth.js';
import type { TokenOf } from './load/wire.js';
import { type Entrant, measure, type Result } from './measure.js';
import type { Options } from './options.js';
import { enterPeers } from './peers/enter-peers.js';
import { SECRET_KEY, type Stage } from './stage.js';
import { verifySame } from './verify.js';

const SEED = 1;

/** What was measured; `growth` is null where nobody asked for it. */
export interface Measured {
  readonly results: readonly Result[];
  readonly growth: Growth | null;
}

/** Every case that was asked for, and then how the server holds out. */
export async function runCases(
  stage: Stage,
  options: Options,
  log: (line: string) => void,
): Promise<Measured> {
  const tokenOf = tokenMaker(SECRET_KEY);
  const results: Result[] = [];
  for (const one of cases.filter(({ name }) => options.wants(name))) {
    log(`Measuring: ${one.name}`);
    results.push(await runCase(one, stage, options, tokenOf));
  }
  if (!options.wants('growth')) return { results, growth: null };
  log('Measuring: growth');
  const growth = await measureGrowth(stage.server.port, stage.club, tokenOf, options.samples);
  return { results, growth };
}

async function runCase(
  { name, script }: Case,
  { floor, server, peers, club }: Stage,
  options: Options,
  tokenOf: TokenOf,
): Promise<Result> {
  const random = Random.of(SEED, name);
  const { connections } = options;
  const scriptOf = (connection: number): Script => script(random, club, connection, connections);
  await verifySame([floor.port, server.port], scriptOf(0), tokenOf);
  const scripts = Array.from({ length: connections }, (_, connection) => scriptOf(connection));
  const entrants: readonly Entrant[] = [
    { name: 'floor', target: floor, scripts, tokenOf },
    { name: 'server', target: server, scripts, tokenOf },
    ...(await enterPeers(peers, server.port, { name, scripts, club, tokenOf })),
  ];
  return measure(name, entrants, options);
}
