import { Logger } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { serverLogger } from '../start/server-logger.js';
import { type Environment, parseSettings } from '../settings/settings.js';
import { explain } from '../start/explain.js';
import { prepare } from '../start/prepare.js';
import { accounts, DEMO_PASSWORD } from './accounts.js';
import { demonstrate, ProductionError, refuseProduction } from './demonstrate.js';
import { NotEmptyError } from './fill-club.js';

const SIZE = { seed: 1, members: 420, items: 3000 };

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `npm run demo`: the database that `npm start` would use gets a club to look at. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const environment = parseSettings(process.env);
  Logger.overrideLogger(serverLogger(environment));
  refuseProduction(environment);
  await fill(environment);
  print(
    ['Log in with POST /login as', ...accounts.map(describe), 'admin keeps its own password.'].join('\n'),
  );
}

async function fill(environment: Environment): Promise<void> {
  const prepared = await prepare(environment, print);
  try {
    print('Filling the club:');
    await demonstrate(prepared.settings, { ...SIZE, now: new Date() }, (line) => {
      print(`  ${line}`);
    });
  } finally {
    await prepared.release();
  }
}

const describe = ({ username, shows }: (typeof accounts)[number]): string =>
  `  ${username.padEnd(8)}${DEMO_PASSWORD}  ${shows}`;

try {
  await main();
} catch (error) {
  const forPeople = error instanceof NotEmptyError || error instanceof ProductionError;
  process.stderr.write(`${forPeople ? error.message : explain(error)}\n`);
  process.exitCode = 1;
}
