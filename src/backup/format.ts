import { BackupError } from './backup-error.js';

/**
 * A backup is one gzip file. In it are a line of JSON, the header; each table's rows as `COPY … TO STDOUT` writes them,
 * with a line `\.` after its last one; and a line of JSON, the trailer.
 */
export const FORMAT = 'kitroom-backup';
/** Grows when older versions could no longer read it. */
export const FORMAT_VERSION = 1;

/** The line after a table's last row. No row looks like it: COPY writes a backslash as two. */
export const END_OF_TABLE = '\\.\n';

export interface Table {
  readonly name: string;
  /** Those that hold values: generated ones are worked out again. */
  readonly columns: readonly string[];
}

export interface Sequence {
  readonly name: string;
  /** The last number that was given away; null where none was. */
  readonly last: string | null;
}

/** What is in a backup, before the rows. */
export interface Header {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly made_at: string;
  /** The names of the migrations that had made the schema. */
  readonly migrations: readonly string[];
  /** In an order in which none refers to a later one. */
  readonly tables: readonly Table[];
  readonly sequences: readonly Sequence[];
}

/** What is known when all rows are written. */
export interface Trailer {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of everything before the trailer, uncompressed, in hexadecimal. */
  readonly sha256: string;
}

/** @throws BackupError where the text is no header, or one of a later format */
export function parseHeader(text: string): Header {
  const value = parse(text);
  if (!isObject(value) || value['format'] !== FORMAT) throw new BackupError('It is no backup of Kitroom.');
  if (value['version'] !== FORMAT_VERSION) throw new BackupError(TOO_NEW);
  if (!isHeader(value)) throw new BackupError('It is damaged: its header is not whole.');
  return value;
}

export const TOO_NEW = 'A newer Kitroom made this backup: restore it with that version or a later one.';

/** @throws BackupError where the text is no trailer */
export function parseTrailer(text: string): Trailer {
  const value = parse(text);
  if (!isTrailer(value)) throw new BackupError('It is damaged: its end is missing.');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isListOf = (value: unknown, fits: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits);

const isTable = (value: unknown): boolean =>
  isObject(value) && isText(value['name']) && isListOf(value['columns'], isText);
const isSequence = (value: unknown): boolean =>
  isObject(value) && isText(value['name']) && (value['last'] === null || isText(value['last']));

const isHeader = (value: Members): value is Members & Header =>
  isText(value['made_at']) &&
  isListOf(value['migrations'], isText) &&
  isListOf(value['tables'], isTable) &&
  isListOf(value['sequences'], isSequence);

const isTrailer = (value: unknown): value is Trailer =>
  isObject(value) &&
  isText(value['sha256']) &&
  isObject(value['rows']) &&
  Object.values(value['rows']).every((count) => typeof count === 'number');
