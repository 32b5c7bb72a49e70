import { expect, it } from '@jest/globals';
import { Club } from '../../support/club.js';
import { Documented } from '../../support/documented.js';
import { countCells } from './table.js';
import { EVERYTHING } from './tables.js';

async function documents() {
  const club = await Club.open();
  try {
    const read = async (name: string) =>
      new Documented((await club.nobody.plain.get(`/openapi/${name}.json`)).body);
    return { jsonApi: await read('jsonapi'), plain: await read('plain') };
  } finally {
    await club.close();
  }
}

const namesIn = ({ operations }: Documented) => operations.map(({ operationId }) => operationId).sort();

const cells = Object.values(EVERYTHING)
  .map(countCells)
  .reduce((sum, count) => sum + count, 0);

it(`the table of ${cells} cells has every operation of both documents, and no other`, async () => {
  const { jsonApi, plain } = await documents();
  const inBoth = Object.keys(EVERYTHING).filter((name) => !EVERYTHING[name]?.jsonApiOnly);
  expect(Object.keys(EVERYTHING).sort()).toEqual(namesIn(jsonApi));
  expect(inBoth.sort()).toEqual(namesIn(plain));
});
