import { DEFAULT_ADMIN_PASSWORD, type Environment } from '../settings/settings.js';
import { openLog } from '../shared/log/log.js';

/** What somebody who just started the server wants to know. */
export interface Started {
  readonly address: string;
  readonly mode: string;
  /** The first admin's password is still the one everybody knows. */
  readonly defaultPassword: boolean;
}

/** Says that the server listens, whatever `LOG_LEVEL` is: to people in some lines, to programs in one of the log. */
export function greet(environment: Pick<Environment, 'production'>, started: Started): void {
  if (process.stdout.isTTY) {
    process.stdout.write(`${greeting(environment, started)}\n`);
    return;
  }
  const { address, mode } = started;
  openLog({ logLevel: 'info' }).info(
    { event: 'server.started', address, mode },
    `Kitroom listens on ${address}`,
  );
}

/** The lines that a start prints; in production none of them is a password. */
export function greeting({ production }: Pick<Environment, 'production'>, started: Started): string {
  const { address, mode, defaultPassword } = started;
  const password = defaultPassword && !production ? `password ${DEFAULT_ADMIN_PASSWORD}` : 'its password';
  return [
    `Kitroom listens on ${address}`,
    `  Documents   ${address}/docs`,
    `  Mode        ${mode}`,
    `  Log in      POST ${address}/login as admin with ${password}`,
  ].join('\n');
}
