import { afterAll, beforeAll, it } from '@jest/globals';
import { Documented } from '../../support/documented.js';
import { runOperation } from './matrix.js';
import { countCells, type Table } from './table.js';
import { World } from './world.js';

/** Milliseconds: thousands of requests, on a machine that may have much else to do. */
const PATIENCE = 300_000;

/** A test for each operation of a table, in a world that they share and leave as it was. */
export function tryTable(table: Table): void {
  let world: World;
  let documented: Documented;

  beforeAll(async () => {
    world = await World.open();
    documented = new Documented((await world.club.nobody.plain.get('/openapi/jsonapi.json')).body);
  }, PATIENCE);
  afterAll(() => world.close(), PATIENCE);

  const named = Object.entries(table).map(
    ([name, operation]) => [name, countCells(operation), operation] as const,
  );
  it.each(named)(
    '%s: %i cells',
    async (operationId, _, operation) => {
      await runOperation(world, operation, documented.operation(operationId));
    },
    PATIENCE,
  );
}
