import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BackupReader } from '../../../src/backup/backup-reader.js';
import { END_OF_TABLE, FORMAT, FORMAT_VERSION } from '../../../src/backup/format.js';

/** What COPY writes for a row: a line without a bare backslash at its beginning. */
const row = fc.constantFrom('', '\\\\.', '\\N', 'a\\n', '\\\\', 'ü☀', 'x\ty', '.').map((text) => `${text}\n`);
const table = fc.array(row, { maxLength: 6 }).map((rows) => rows.join(''));

function written(tables: readonly string[]): Buffer {
  const header = {
    format: FORMAT,
    version: FORMAT_VERSION,
    made_at: '',
    migrations: [],
    tables: tables.map((_, index) => ({ name: `t${index}`, columns: [] })),
    sequences: [],
  };
  const body = `${JSON.stringify(header)}\n${tables.map((each) => each + END_OF_TABLE).join('')}`;
  const sha256 = createHash('sha256').update(body).digest('hex');
  return Buffer.from(`${body}${JSON.stringify({ rows: {}, sha256 })}\n`);
}

/** In pieces of so many bytes. */
function inPieces(content: Buffer, size: number): Readable {
  const count = Math.ceil(content.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, at) => content.subarray(at * size, (at + 1) * size)),
  );
}

async function read(content: Buffer, size: number): Promise<readonly string[]> {
  const reader = new BackupReader(inPieces(content, size));
  const found: string[] = [];
  for (const _ of (await reader.header()).tables) {
    const pieces: Buffer[] = [];
    for await (const piece of reader.table()) pieces.push(piece);
    found.push(Buffer.concat(pieces).toString());
  }
  await reader.trailer();
  return found;
}

describe('a backup is read as it was written', () => {
  it('wherever its pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(table, { maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        async (tables, size) => {
          expect(await read(written(tables), size)).toEqual(tables);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('or not at all, wherever it was cut off', async () => {
    const content = written(['a\tb\n', '', '\\\\.\n']);
    for (let length = 0; length < content.length; length += 1) {
      await expect(read(content.subarray(0, length), 7)).rejects.toThrow(/damaged/);
    }
  });
});
