import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fillDisk, mountDisk, openOn } from '../faults/full-disk.js';
import { killDatabase } from '../faults/kill-database.js';
import { killServer } from '../faults/kill-server.js';
import { OwnPostgres } from '../faults/own-postgres.js';
import { Stage } from '../faults/stage.js';

let postgres: OwnPostgres;
let stage: Stage;

async function open(own: OwnPostgres): Promise<void> {
  postgres = own;
  stage = new Stage(postgres.url);
  await stage.open();
}

describe('a few rounds of what `npm run test:faults` does for long', () => {
  beforeEach(async () => open(await OwnPostgres.open()), 60_000);
  afterEach(async () => {
    await stage.close();
    await postgres.close();
  });

  it('a server that is killed has lost nothing that it acknowledged, and done nothing by halves', async () => {
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes'])
      expect([name, await postgres.setting(name)]).toEqual([name, 'on']);
    const result = await killServer(stage, 3);
    expect(result).toMatchObject({ faults: [], pending: 0 });
    expect(result.acknowledged).toBeGreaterThan(10);
  }, 120_000);

  it('a PostgreSQL that is frozen or killed is 503, and service resumes by itself', async () => {
    const result = await killDatabase(stage, postgres, 4);
    expect(result).toMatchObject({ faults: [], pending: 0 });
    expect(result.acknowledged).toBeGreaterThan(10);
    expect(result.longestRefusal).toBeLessThan(10_000);
    expect(result.longestResumption).toBeLessThan(10_000);
  }, 120_000);
});

const disk = await mountDisk(200);
afterAll(() => disk?.unmount());
const ifMounted = disk ? it : it.skip;

ifMounted(
  'a full disk is 503 with a code of its own, reads go on, and so do changes once there is room',
  async () => {
    if (!disk) return;
    await open(await openOn(disk));
    const { refusals, reads, resumption, faults } = await fillDisk(stage, disk.folder);
    await stage.close();
    await postgres.close();
    expect(faults).toEqual([]);
    expect(Object.keys(refusals)).toEqual(['503 DATABASE_FULL']);
    expect(Object.keys(reads)).toEqual(['200']);
    expect(resumption).toBeLessThan(10_000);
  },
  60_000,
);
