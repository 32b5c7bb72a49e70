import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { EmbeddedError } from './embedded-error.js';
import { unlessMissing } from './files.js';

/** The generated passwords of one cluster. */
export interface Passwords {
  /** Of the superuser, who makes the application's role and database, and the tests' databases. */
  readonly admin: string;
  /** Of the application's role. */
  readonly app: string;
}

/** Writes new passwords, for their owner only. The superuser's is the first line, which is the one that initdb reads. */
export async function writePasswords(file: string): Promise<void> {
  const password = (): string => randomBytes(24).toString('base64url');
  await writeFile(file, `${password()}\n${password()}\n`, { mode: 0o600, flag: 'wx' });
}

/** @throws EmbeddedError where the file is missing or cut off */
export async function readPasswords(file: string): Promise<Passwords> {
  const [admin, app] = (await unlessMissing(readFile(file, 'utf8')))?.split('\n') ?? [];
  if (admin && app) return { admin, app };
  throw new EmbeddedError(
    `The passwords of the embedded PostgreSQL are missing: bring back ${file}, or, if this database can go, move ` +
      'its folder away and start again.',
  );
}
