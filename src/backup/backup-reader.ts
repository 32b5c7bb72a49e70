import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { hasCode } from '../database/embedded/embedded-error.js';
import { BackupError } from './backup-error.js';
import { END_OF_TABLE, type Header, parseHeader, parseTrailer, type Trailer } from './format.js';

const LINE_END = Buffer.from('\n');
const TABLE_END = Buffer.from(END_OF_TABLE);
/** The end of a table after its last row. */
const ROWS_END = Buffer.concat([LINE_END, TABLE_END]);
/** More bytes than a header or a trailer has. */
const LONGEST_LINE = 1024 * 1024;

/** Reads a backup from its beginning to its end, part by part, without ever having more than a piece of it in memory. */
export class BackupReader {
  private readonly hash = createHash('sha256');
  private readonly pieces: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  /** @param unzipped what is in the file, in pieces of any size */
  constructor(unzipped: AsyncIterable<Buffer>) {
    this.pieces = unzipped[Symbol.asyncIterator]();
  }

  static open(file: string): BackupReader {
    // An error of the file reaches whoever reads what comes out of it.
    return new BackupReader(pipeline(createReadStream(file), createGunzip(), () => undefined));
  }

  /** To be read first. Throws BackupError where it is none. */
  async header(): Promise<Header> {
    return parseHeader(await this.line());
  }

  /** The next table's rows, as `COPY … FROM STDIN` takes them. */
  async *table(): AsyncGenerator<Buffer> {
    while (this.rest.length < TABLE_END.length) await this.more();
    if (this.rest.subarray(0, TABLE_END.length).equals(TABLE_END)) {
      this.take(TABLE_END.length);
      return;
    }
    for (;;) {
      const end = this.rest.indexOf(ROWS_END);
      if (end >= 0) {
        yield this.take(end + LINE_END.length);
        this.take(TABLE_END.length);
        return;
      }
      // What may be the beginning of the end is kept for the next look.
      const sure = this.rest.length - ROWS_END.length + 1;
      if (sure > 0) yield this.take(sure);
      await this.more();
    }
  }

  /** To be read last. Throws BackupError unless everything was read as it was written. */
  async trailer(): Promise<Trailer> {
    const sha256 = this.hash.copy().digest('hex');
    const trailer = parseTrailer(await this.line());
    if (trailer.sha256 !== sha256) throw new BackupError('It is damaged: its checksum does not fit.');
    return trailer;
  }

  /** Leaves the rest of the file alone. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  private async line(): Promise<string> {
    for (let from = 0; ;) {
      const end = this.rest.indexOf(LINE_END, from);
      if (end >= 0) return this.take(end + LINE_END.length).toString();
      if (this.rest.length > LONGEST_LINE) throw new BackupError('It is no backup of Kitroom.');
      from = this.rest.length;
      await this.more();
    }
  }

  private take(length: number): Buffer {
    const taken = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    this.hash.update(taken);
    return taken;
  }

  private async more(): Promise<void> {
    const next = await this.next();
    if (next.done) throw new BackupError('It is damaged: its end is missing.');
    this.rest = this.rest.length === 0 ? next.value : Buffer.concat([this.rest, next.value]);
  }

  private async next(): Promise<IteratorResult<Buffer>> {
    try {
      return await this.pieces.next();
    } catch (error) {
      if (hasCode(error, 'Z_BUF_ERROR')) throw new BackupError('It is damaged: its end is missing.');
      if (hasCode(error, 'Z_DATA_ERROR')) throw new BackupError('It is damaged, or no backup of Kitroom.');
      throw error;
    }
  }
}

/** Reads all of a backup and gives its header. Throws BackupError where it is not as it was written. */
export async function verify(file: string): Promise<Header> {
  const reader = BackupReader.open(file);
  try {
    const header = await reader.header();
    for (const _ of header.tables) {
      for await (const _piece of reader.table());
    }
    await reader.trailer();
    return header;
  } finally {
    await reader.close();
  }
}
