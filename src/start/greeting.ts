import { DEFAULT_ADMIN_PASSWORD, type Environment } from '../settings/settings.js';

/** What somebody who just started the server wants to know. */
export interface Started {
  readonly address: string;
  readonly mode: string;
  /** The first admin's password is still the one everybody knows. */
  readonly defaultPassword: boolean;
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
