import type { Database } from '../../database/database.js';
import { type Step, stepOf } from '../query/column.js';
import { linkKey } from '../query/columns.js';
import type { Lens } from '../query/lens.js';
import type { OneQuery } from '../query/list-query.js';
import type { Resource, Row } from '../query/resource.js';
import { KEY, compileByKeys } from '../query/select.js';
import type { Included } from './answer.js';

type Values = Readonly<Record<string, unknown>>;

/** The records of one type that were found, by their keys: each once, however many lead to it. */
type Collected = Map<Resource, Map<unknown, Row>>;

/**
 * Reads the records that `include` asks for beside these rows, one statement for each relationship on the way. What the
 * viewer may not see is left out, and so is what is among the rows already.
 */
export async function readIncluded(
  database: Database,
  lens: Lens,
  resource: Resource,
  rows: readonly Row[],
  query: OneQuery,
): Promise<readonly Included[]> {
  if (!query.include?.length || rows.length === 0) return [];
  const collected: Collected = new Map();
  await collect(database, lens, resource, rows, query, collected);
  const primary = new Set(rows.map((row) => row.id));
  return [...collected].map(([type, found]) => {
    const others = [...found.values()].filter((row) => type !== resource || !primary.has(row.id));
    return { resource: type, rows: others };
  });
}

async function collect(
  database: Database,
  lens: Lens,
  resource: Resource,
  rows: readonly Row[],
  query: OneQuery,
  collected: Collected,
): Promise<void> {
  const names = new Set(query.include?.map(([name = '']) => name));
  for (const name of names) {
    const step = stepOf(resource, name, lens.catalog);
    const keys = step ? keysOf(rows, name) : [];
    if (!step || keys.length === 0) continue;
    const further = { fields: query.fields, include: pathsBehind(query, name) };
    const found = await readStep(database, lens, step, keys, further, collected);
    await collect(database, lens, step.resource, found, further, collected);
  }
}

async function readStep(
  database: Database,
  lens: Lens,
  { resource }: Step,
  keys: readonly unknown[],
  query: OneQuery,
  collected: Collected,
): Promise<readonly Row[]> {
  const statement = compileByKeys(lens, resource, keys, query);
  const found = await database.query<Row & Values>(statement, { prepared: query.fields.size === 0 });
  const known = collected.get(resource) ?? new Map<unknown, Row>();
  for (const { [KEY]: key, ...row } of found) known.set(key, row);
  collected.set(resource, known);
  return found;
}

function keysOf(rows: readonly Row[], name: string): readonly unknown[] {
  const keys = rows.map((row) => (row as Values)[linkKey(name)]);
  return [...new Set(keys)].filter((key) => key !== null);
}

function pathsBehind({ include }: OneQuery, name: string): readonly (readonly string[])[] {
  const behind = include?.filter(([first]) => first === name).map((path) => path.slice(1)) ?? [];
  return behind.filter((path) => path.length > 0);
}
