import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { to as copyTo } from 'pg-copy-streams';
import { exists } from '../database/embedded/files.js';
import { Snapshot } from '../database/snapshot.js';
import { BackupError } from './backup-error.js';
import { END_OF_TABLE, FORMAT, FORMAT_VERSION, type Header, type Table, type Trailer } from './format.js';
import { copied, migrationsOf, quoted, sequencesOf, tablesOf } from './schema.js';
import { PLAIN_TEXT } from './plain-text.js';

export type Counts = Trailer['rows'];

/**
 * Writes all of a database, as it is at one moment, into a new file that only its owner may read. Others go on using it.
 * The file has its name once it is whole.
 * @throws BackupError where the file is there already, or the database is not Kitroom's
 */
export async function backUp(url: string, file: string, signal?: AbortSignal): Promise<Counts> {
  await refuseExisting(file);
  const snapshot = await Snapshot.take(url, { application_name: 'kitroom backup' });
  const unfinished = `${file}.unfinished-${process.pid}`;
  try {
    const header = await readHeader(snapshot);
    const rows: Record<string, number> = {};
    const target = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(sealed(parts(snapshot, header, rows), rows)), createGzip(), target, {
      signal,
    });
    await refuseExisting(file);
    await rename(unfinished, file);
    return rows;
  } finally {
    await snapshot.end();
    await rm(unfinished, { force: true });
  }
}

async function refuseExisting(file: string): Promise<void> {
  if (await exists(file)) throw new BackupError(`${file} is there already: it was left as it is.`);
}

async function readHeader({ client }: Snapshot): Promise<Header> {
  const migrations = await migrationsOf(client);
  if (migrations === null) throw new BackupError('There is nothing of Kitroom in this database.');
  const tables = await tablesOf(client);
  // Who migrates from here on waits until the tables are read.
  await client.command(
    `LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`,
  );
  await client.command(PLAIN_TEXT);
  const sequences = await sequencesOf(client);
  const made_at = new Date().toISOString();
  return { format: FORMAT, version: FORMAT_VERSION, made_at, migrations, tables, sequences };
}

/** The header and the tables; how many rows each has is added to `rows`. */
async function* parts(
  snapshot: Snapshot,
  header: Header,
  rows: Record<string, number>,
): AsyncGenerator<string | Buffer> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of header.tables) {
    rows[table.name] = yield* tableOf(snapshot, table);
    yield END_OF_TABLE;
  }
}

async function* tableOf({ client }: Snapshot, table: Table): AsyncGenerator<Buffer, number> {
  const stream = client.query(copyTo(`COPY ${copied(table)} TO STDOUT`));
  for await (const chunk of stream) yield chunk as Buffer;
  return stream.rowCount;
}

/** Adds the trailer. */
async function* sealed(
  content: AsyncGenerator<string | Buffer>,
  rows: Counts,
): AsyncGenerator<string | Buffer> {
  const hash = createHash('sha256');
  for await (const part of content) {
    hash.update(part);
    yield part;
  }
  yield `${JSON.stringify({ rows, sha256: hash.digest('hex') } satisfies Trailer)}\n`;
}
