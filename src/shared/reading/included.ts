import { type Step, stepOf } from '../query/column.js';
import { linkKey } from '../query/columns.js';
import type { Lens } from '../query/lens.js';
import type { OneQuery } from '../query/list-query.js';
import type { Resource, Row } from '../query/resource.js';
import { KEY } from '../query/select.js';
import type { Included } from './answer.js';
import type { Records } from './records.js';

type Values = Readonly<Record<string, unknown>>;

/** The records of one type that were found, by their keys: each once, however many lead to it. */
type Collected = Map<Resource, Map<unknown, Row>>;

/**
 * Reads the records that `include` asks for beside these rows, one statement for each relationship on the way. What the
 * viewer may not see is left out, and so is what is among the rows already.
 */
export async function readIncluded(
  records: Records,
  lens: Lens,
  resource: Resource,
  rows: readonly Row[],
  query: OneQuery,
): Promise<readonly Included[]> {
  if (!query.include?.length || rows.length === 0) return [];
  const collected: Collected = new Map();
  await collect(records, lens, resource, rows, query, collected);
  const primary = new Set(rows.map((row) => row.id));
  return [...collected].map(([type, found]) => {
    const others = [...found.values()].filter((row) => type !== resource || !primary.has(row.id));
    return { resource: type, rows: others };
  });
}

async function collect(
  records: Records,
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
    const found = await readStep(records, lens, step, keys, further, collected);
    await collect(records, lens, step.resource, found, further, collected);
  }
}

async function readStep(
  records: Records,
  lens: Lens,
  { resource }: Step,
  keys: readonly unknown[],
  query: OneQuery,
  collected: Collected,
): Promise<readonly Row[]> {
  const found = (await records.byKeys(
    resource,
    lens.viewer,
    keys,
    query,
  )) as readonly Values[] as readonly (Row & Values)[];
  const known = collected.get(resource) ?? new Map<unknown, Row>();
  for (const row of found) known.set(row[KEY], row);
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
