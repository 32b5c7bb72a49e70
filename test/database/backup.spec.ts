import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { backUp } from '../../src/backup/back-up.js';
import { verify } from '../../src/backup/backup-reader.js';
import { restore } from '../../src/backup/restore.js';
import { patientConnection } from '../../src/database/data-source-options.js';
import { createBlankDatabase, createDatabase, type TestDatabase } from '../setup/database.js';
import { idsIn, recordIn } from '../support/answers.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { contentsOf, tablesIn } from '../support/contents.js';
import { violations } from '../support/invariants.js';
import { fillOddly } from '../support/odd-club.js';
import { runBody } from '../support/run-body.js';
import { SecondServer } from '../support/second-server.js';
import { ADMIN_PASSWORD } from '../support/settings.js';

let folder: string;
let club: Club;
let bob: Member;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kitroom-backup-'));
  club = await Club.open();
  bob = await fillOddly(club);
  file = join(folder, 'whole.gz');
  await backUp(club.databaseUrl, file);
});
afterAll(async () => {
  await club.close();
  await rm(folder, { recursive: true });
});

let blank: TestDatabase;
beforeEach(async () => {
  blank = await createBlankDatabase();
});
afterEach(() => blank.drop());

const bringBack = async (from: string, url = blank.url) => restore(url, from, await verify(from));

describe('a restored backup', () => {
  it('has every row of every table, goes on counting where it was, and has every trigger on', async () => {
    const { rows, ...before } = await contentsOf(club.databaseUrl);
    expect(Object.values(rows).filter(({ length }) => length === 0)).toEqual([]);
    const counts = await bringBack(file);
    expect(counts).toMatchObject({ users: 2, items: 7, runs: 3 });
    const { rows: restored, ...after } = await contentsOf(blank.url);
    expect(after).toEqual(before);
    expect({ ...restored, sessions: [] }).toEqual({ ...rows, sessions: [] });
  });

  it('has no session that counts: some were ended since', async () => {
    await bringBack(file);
    const alive = async (url: string) => (await contentsOf(url)).rows['sessions']?.filter(isAlive).length;
    expect([await alive(club.databaseUrl), await alive(blank.url)]).toEqual([2, 0]);
  });

  it('answers as the club did, but wants members to log in', async () => {
    await bringBack(file);
    const server = await SecondServer.open({ databaseUrl: blank.url });
    try {
      expect((await server.as(bob).plain.get('/me')).status).toBe(401);
      const [there, admin] = [
        await logInAt(server, bob, PASSWORD),
        await logInAt(server, club.admin, ADMIN_PASSWORD),
      ];
      for (const path of [
        '/users',
        '/loan-items',
        '/loans',
        '/runs',
        '/roles',
        '/me',
        '/mode',
        '/runs/summary',
      ]) {
        const [now, then] = [await admin.plain.get(path), await club.admin.plain.get(path)];
        expect({ path, status: now.status, body: now.body }).toEqual({ path, status: 200, body: then.body });
        expect(now.headers.get('etag')).toBe(then.headers.get('etag'));
      }
      const newest = idsIn(await there.plain.get('/runs?sort=-id'))[0];
      const run = recordIn(await there.plain.post('/runs', runBody()));
      expect(run.id).toBe(String(Number(newest) + 1));
      expect((await there.plain.get('/runs')).headers.get('x-total-count')).toBe('4');
      const path = `/runs/${run.id as string}`;
      const tags = [
        await there.plain.get(path),
        await there.plain.patch(path, { distance: 2 }),
        await there.plain.patch(path, { distance: 1 }),
      ].map(({ headers }) => headers.get('etag'));
      expect(new Set(tags).size).toBe(3);
    } finally {
      await server.close();
    }
  });

  it('is whole and consistent although others wrote while it was made', async () => {
    let isOver = false;
    const write = async (): Promise<void> => {
      while (!isOver) {
        const { id } = recordIn(await bob.plain.post('/runs', runBody()));
        await club.admin.plain.post('/loans', { item: 'odd:3', borrower: 'bob' });
        await club.admin.plain.put('/loan-items/odd:3', { loanedto: null });
        if (Number(id) % 2 === 0) await bob.plain.delete(`/runs/${id as string}`);
      }
    };
    const writing = [write(), write()];
    const busy = join(folder, 'busy.gz');
    await backUp(club.databaseUrl, busy);
    isOver = true;
    await Promise.all(writing);
    await bringBack(busy);
    const pool = new pg.Pool({ connectionString: blank.url, max: 1 });
    expect(await violations(pool)).toEqual([]);
    const { rows } = await pool.query<{ behind: boolean }>(
      `SELECT coalesce((SELECT max(id) FROM runs) > last_value, false) AS behind FROM runs_id_seq`,
    );
    expect(rows).toEqual([{ behind: false }]);
    await pool.end();
  });

  it('from before the newest migration is brought up to date', async () => {
    const older = await createDatabase();
    try {
      const { migrations } = await contentsOf(older.url);
      await inDatabase(older.url, (source) => source.undoLastMigration());
      await inDatabase(older.url, (source) =>
        source.query(`INSERT INTO items (id, description) VALUES ('old', 'saw')`),
      );
      const from = join(folder, 'older.gz');
      await backUp(older.url, from);
      expect((await verify(from)).migrations).toEqual(migrations.slice(0, -1));
      await bringBack(from);
      const now = await contentsOf(blank.url);
      expect(now.migrations).toEqual(migrations);
      expect(now.schema).toEqual((await contentsOf(club.databaseUrl)).schema);
      expect(now.rows['items']).toHaveLength(1);
    } finally {
      await older.drop();
    }
  });
});

/** Whether a row of the sessions, as PostgreSQL prints it, has no end yet: `(id,user,created,expires,,…)`. */
const isAlive = (row: string): boolean => row.split(',')[4] === '';

async function logInAt(server: SecondServer, member: Member, password: string): Promise<Member> {
  const { username } = member;
  const { body } = await server.as(member).plain.post('/login', { username, password });
  return server.as(club.bearer(username, (body as { auth_token: string }).auth_token));
}

async function inDatabase(url: string, work: (source: DataSource) => Promise<unknown>): Promise<void> {
  const source = await new DataSource(patientConnection(url)).initialize();
  await work(source);
  await source.destroy();
}

/** The same backup with other content, sealed as if it had been made so. */
async function altered(change: (text: string) => string): Promise<string> {
  const text = gunzipSync(await readFile(file)).toString();
  const body = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
  const trailer = JSON.parse(text.slice(body.length)) as { rows: object };
  const changed = change(body);
  const sha256 = createHash('sha256').update(changed).digest('hex');
  return write(gzipSync(`${changed}${JSON.stringify({ ...trailer, sha256 })}\n`));
}

const write = async (content: Buffer): Promise<string> => {
  const path = join(folder, 'other.gz');
  await writeFile(path, content);
  return path;
};

/** His row among the users. */
const BOB = /^([0-9a-f-]{36})\tbob\t/m;

const damaged = async (change: (content: Buffer) => Buffer): Promise<string> =>
  write(change(await readFile(file)));

describe('what is no good backup is refused, and changes nothing', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['one that was cut off', () => damaged((all) => all.subarray(0, all.length - 20)), 'its end is missing'],
    [
      'one that was cut in half',
      () => damaged((all) => all.subarray(0, all.length / 2)),
      'its end is missing',
    ],
    [
      'one that was cut off and packed anew',
      async () => write(gzipSync(gunzipSync(await readFile(file)).subarray(0, -200))),
      'damaged',
    ],
    [
      'one with a wrong bit',
      () => damaged((all) => Buffer.from(all.map((byte, at) => (at === 700 ? byte ^ 4 : byte)))),
      'damaged',
    ],
    [
      'one whose content was changed',
      async () =>
        write(
          gzipSync(
            gunzipSync(await readFile(file))
              .toString()
              .replace('bob@', 'rob@'),
          ),
        ),
      'checksum',
    ],
    ['an empty file', () => write(Buffer.alloc(0)), 'its end is missing'],
    ['a text', () => write(Buffer.from('{"format":"kitroom-backup"}\n')), 'no backup of Kitroom'],
    ['another packed file', () => write(gzipSync('PGDMP')), 'its end is missing'],
    ['another packed text', () => write(gzipSync('{"users":[]}\n')), 'no backup of Kitroom'],
    ['packed bytes without end', () => write(gzipSync(Buffer.alloc(3_000_000))), 'no backup of Kitroom'],
    [
      'one without a whole header',
      () => altered((text) => text.replace('"tables":[{', '"tables":[1,{')),
      'header',
    ],
    [
      'one of a later format',
      () => altered((text) => text.replace('"version":1', '"version":2')),
      'newer Kitroom',
    ],
    [
      'one of a newer Kitroom',
      () => altered((text) => text.replace('"migrations":[', '"migrations":["Later9999999999999",')),
      'newer Kitroom',
    ],
    [
      'one with a strange table',
      () => altered((text) => text.replace('"name":"mode"', '"name":"pg_authid"')),
      'tables are not those',
    ],
    [
      'one with a strange column',
      () => altered((text) => text.replace('"username"', '"superuser"')),
      'tables are not those',
    ],
    [
      'one with rows that break a rule',
      () => altered((text) => text.replace(BOB, '$1\tb o b\t')),
      'users_username_form',
    ],
    [
      'one with fewer rows than it says',
      () => altered((text) => text.replace(/^odd:3\t.*\n/m, '')),
      'rows of items are missing',
    ],
    [
      'one with rows that name what is not there',
      () => altered((text) => text.replace(/^odd:0\t.*\n/m, '')),
      'loans_item',
    ],
  ])('%s', async (_, make, words) => {
    const from = await make();
    await expect(bringBack(from)).rejects.toThrow(words);
    expect(await tablesIn(blank.url)).toEqual([]);
  });

  it('what is refused does not keep the next one out', async () => {
    await expect(bringBack(await altered((text) => text.replace(BOB, '$1\tb o b\t')))).rejects.toThrow();
    await bringBack(file);
    expect((await contentsOf(blank.url)).rows['runs']).toHaveLength(3);
  });
});

describe('a database that is not empty is left alone', () => {
  it('where Kitroom uses it', async () => {
    const before = await contentsOf(club.databaseUrl);
    await expect(bringBack(file, club.databaseUrl)).rejects.toThrow('not empty, it is in use by Kitroom');
    expect(await contentsOf(club.databaseUrl)).toEqual(before);
  });

  it('where somebody else does', async () => {
    await inDatabase(blank.url, (source) => source.query('CREATE TABLE recipes ()'));
    await expect(bringBack(file)).rejects.toThrow('not empty, it holds something else');
    expect(await tablesIn(blank.url)).toEqual(['recipes']);
  });
});

describe('the file', () => {
  it('is its owner’s alone, and the only one that is left', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('holds no key that anybody could log in with', async () => {
    const text = gunzipSync(await readFile(file)).toString();
    for (const secret of [bob.token ?? '', 'a secret key of the tests']) expect(text).not.toContain(secret);
  });

  it('that is there already is left as it is', async () => {
    const before = await readFile(file);
    await expect(backUp(club.databaseUrl, file)).rejects.toThrow('is there already');
    expect(await readFile(file)).toEqual(before);
  });

  it('is not there where the backup was stopped, or there was nothing to back up', async () => {
    const path = join(folder, 'none.gz');
    await expect(backUp(club.databaseUrl, path, AbortSignal.abort())).rejects.toThrow('aborted');
    await expect(backUp(blank.url, path)).rejects.toThrow('nothing of Kitroom');
    expect((await readdir(folder)).filter((name) => name.startsWith('none'))).toEqual([]);
  });
});
