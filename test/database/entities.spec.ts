import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Club } from '../support/club.js';

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

let club: Club;
let source: DataSource;
beforeAll(async () => {
  club = await Club.open();
  source = club.app.get(DataSource);
});
afterAll(() => club.close());

/** What a table really is, column by column. */
async function columnsOf(table: string): Promise<ReadonlyMap<string, ColumnRow>> {
  const { rows } = await club.database.query<ColumnRow>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable
      FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** As PostgreSQL writes the type of an entity's column. */
function typeOf({
  type,
  precision,
  isArray,
}: {
  type: unknown;
  precision?: number | null;
  isArray: boolean;
}) {
  const name = String(type).replace(/^timestamptz$/, `timestamp(${precision ?? 6}) with time zone`);
  return isArray ? `${name}[]` : name;
}

it('every column of an entity is one of its table, of the same type and as nullable', async () => {
  expect(source.entityMetadatas.length).toBeGreaterThan(4);
  for (const entity of source.entityMetadatas) {
    const stored = await columnsOf(entity.tableName);
    const declared = entity.columns.map((column) => ({
      name: column.databaseName,
      type: typeOf(column),
      nullable: column.isNullable,
    }));
    expect(declared).toEqual(declared.map(({ name }) => stored.get(name)));
  }
});

it('an entity leaves out only columns that the database fills', async () => {
  for (const { tableName, columns } of source.entityMetadatas) {
    const known = columns.map(({ databaseName }) => databaseName);
    const { rows } = await club.database.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef
          AND attidentity = '' AND NOT attname = ANY ($2::text[])`,
      [tableName, known],
    );
    expect({ tableName, missing: rows }).toEqual({ tableName, missing: [] });
  }
});
