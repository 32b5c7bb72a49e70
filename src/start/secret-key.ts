import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const BYTES = 48;

/** The key beside the embedded database, made at the first start; whoever can read it can forge tokens. */
export async function generatedSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret-key');
  const secret = randomBytes(BYTES).toString('base64');
  try {
    await writeFile(file, secret, { flag: 'wx', mode: 0o600 });
    return secret;
  } catch (error) {
    if (!isFileThere(error)) throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

const isFileThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';
