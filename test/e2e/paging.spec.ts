import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Client, Json } from '../support/client.js';
import { Club, type Member } from '../support/club.js';

const PROFILE = 'http://jsonapi.org/profiles/ethanresnick/cursor-pagination/';
const TYPES = 'https://jsonapi.org/profiles/ethanresnick/cursor-pagination';
const RUNS = 45;

let club: Club;
let ann: Member;

beforeAll(async () => {
  club = await Club.open();
  ann = await club.join('ann');
  await club.join('bob');
  await logRuns('ann', RUNS);
  await logRuns('bob', 5);
});

afterAll(() => club.close());

/** Runs of a user, three at each start. */
const logRuns = (username: string, count: number) =>
  club.database.query(
    `INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone,
      weather_status)
    SELECT u.id, s.at, s.at + interval '20 minutes', 1000 + n % 7, n / 7.0, 2, 3, 4, 'UTC', 'disabled'
    FROM users u, generate_series(1, $2::int) AS n
    CROSS JOIN LATERAL (SELECT timestamptz '2020-01-01Z' + (n / 3) * interval '1 hour' AS at) AS s
    WHERE u.username = $1`,
    [username, count],
  );

const pathOf = (url: string): string => url.slice(club.url.length);
const idsIn = ({ body }: Answer): readonly string[] =>
  (body.data ?? Object.values(body as Record<string, Json>)[0]).map(({ id }: { id: string }) => id);

/** The link of a page by its relation, wherever its representation says it. */
function linkIn({ body, headers }: Answer, relation: string): string | null {
  if (body.links) return body.links[relation] ?? null;
  const [, url = null] = new RegExp(`<([^>]*)>; rel="${relation}"`).exec(headers.get('link') ?? '') ?? [];
  return url;
}

/** Follows the links of one relation to their end, and returns the pages on the way. */
async function walk(
  client: Client,
  path: string,
  relation: string,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly Answer[]> {
  const pages: Answer[] = [];
  let url: string | null = club.url + path;
  while (url !== null) {
    const page: Answer = await client.get(pathOf(url));
    expect(page.status).toBe(200);
    pages.push(page);
    url = linkIn(page, relation);
    if (pages.length > 500) throw new Error('The walk does not end.');
    await between();
  }
  return pages;
}

describe.each(['jsonApi', 'plain'] as const)('a walk by links in %s', (format) => {
  it.each([
    '/runs?',
    '/runs?sort=distance&',
    '/runs?sort=-start_lat,distance&',
    '/runs?sort=user,-date&',
    '/runs?filter[distance][ge]=1002&sort=duration&',
    '/users/ann/runs?sort=id&',
  ])('through %s meets everything once, there and back', async (path) => {
    const client = club.admin[format];
    const all = idsIn(await client.get(`${path}page[size]=1000`));
    const there = await walk(client, `${path}page[after]=&page[size]=8`, 'next');
    expect(there.flatMap(idsIn)).toEqual(all);
    const back = await walk(client, `${path}page[before]=&page[size]=8`, 'prev');
    expect(back.toReversed().flatMap(idsIn)).toEqual(all);
    expect(there.at(-1) && linkIn(there.at(-1) as Answer, 'prev')).not.toBeNull();
    expect(linkIn(there[0] as Answer, 'prev')).toBeNull();
    expect(linkIn(back[0] as Answer, 'next')).toBeNull();
  });

  it('can turn round anywhere', async () => {
    const client = ann[format];
    const first = await client.get('/runs?page[after]=&page[size]=10');
    const second = await client.get(pathOf(linkIn(first, 'next') ?? ''));
    const again = await client.get(pathOf(linkIn(second, 'prev') ?? ''));
    expect(idsIn(again)).toEqual(idsIn(first));
    const last = await client.get(pathOf(linkIn(first, 'last') ?? ''));
    expect(idsIn(last)).toEqual(idsIn(await client.get('/runs?page[size]=1000')).slice(-10));
    expect(idsIn(await client.get(pathOf(linkIn(last, 'first') ?? '')))).toEqual(idsIn(first));
  });

  it('keeps fields, order, filter and the wish for no count', async () => {
    const path =
      '/runs?sort=distance&filter[distance][gt]=1001&fields[run]=distance&page[count]=false&page[after]=';
    const { searchParams } = new URL(linkIn(await ann[format].get(path), 'next') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      sort: 'distance',
      'filter[distance][gt]': '1001',
      'fields[run]': 'distance',
      'page[count]': 'false',
      'page[after]': expect.stringMatching(/^[\w-]+$/),
      'page[size]': '20',
    });
  });

  it('skips and repeats nothing while somebody else inserts and deletes', async () => {
    await logRuns('ann', 60);
    const { rows } = await club.database.query<{ id: string }>('SELECT id FROM runs WHERE id % 5 <> 0');
    const stable = new Set(rows.map(({ id }) => id));
    const doomed =
      'DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE id % 5 = 0 ORDER BY random() LIMIT 3)';
    const others = new AbortController();
    const disturbance = (async () => {
      while (!others.signal.aborted) {
        await logRuns('ann', 5);
        await club.database.query(doomed);
      }
    })();
    const seen = (await walk(club.admin[format], '/runs?page[after]=&page[size]=7', 'next')).flatMap(idsIn);
    others.abort();
    await disturbance;
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => stable.has(id))).toHaveLength(stable.size);
    await club.database.query('DELETE FROM runs');
    await logRuns('ann', RUNS);
    await logRuns('bob', 5);
  });
});

describe('a page by cursor', () => {
  it('is made after the profile in JSON:API', async () => {
    const { body, headers } = await ann.jsonApi.get('/runs?page[after]=&page[size]=2');
    expect(headers.get('content-type')).toBe(`application/vnd.api+json; profile="${PROFILE}"`);
    expect(body.jsonapi).toEqual({ version: '1.1', profile: [PROFILE] });
    expect(body.meta).toEqual({ count: RUNS, page: { total: RUNS } });
    for (const { meta } of body.data) expect(meta.page.cursor).toMatch(/^[\w-]{20,}$/);
  });

  it('is an ordinary list in plain JSON', async () => {
    const { body, headers } = await ann.plain.get('/runs?page[after]=&page[size]=2');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('x-total-count')).toBe(String(RUNS));
    expect(Object.keys(body)).toEqual(['runs']);
    expect(body.runs[0]).not.toHaveProperty('meta');
  });

  it('is not what a page by number is', async () => {
    const { body, headers } = await ann.jsonApi.get('/runs?page[size]=2');
    expect(headers.get('content-type')).toBe('application/vnd.api+json');
    expect(body.data[0]).not.toHaveProperty('meta');
    expect(body.jsonapi).toEqual({ version: '1.1' });
  });

  it('may be given to somebody who asks for the profile, or by HEAD', async () => {
    const headers = { Accept: `application/vnd.api+json; profile="${PROFILE}"` };
    expect((await ann.jsonApi.get('/runs?page[after]=', { headers })).status).toBe(200);
    const head = await ann.jsonApi.send('HEAD', '/runs?page[after]=');
    expect([head.status, head.headers.get('content-type')]).toEqual([
      200,
      `application/vnd.api+json; profile="${PROFILE}"`,
    ]);
  });

  it('holds what lies between two records, and says if that is too much', async () => {
    const { body } = await ann.jsonApi.get('/runs?page[after]=&page[size]=30');
    const cursors = body.data.map(({ meta }: Json) => meta.page.cursor as string);
    const range = `/runs?page[after]=${cursors[2]}&page[before]=${cursors[28]}`;
    const whole = await ann.jsonApi.get(range);
    expect(idsIn(whole)).toEqual(idsIn({ body } as Answer).slice(3, 28));
    expect(whole.body.meta.page).toEqual({ total: RUNS });
    const part = await ann.jsonApi.get(`${range}&page[size]=5`);
    expect(idsIn(part)).toEqual(idsIn({ body } as Answer).slice(3, 8));
    expect(part.body.meta.page).toEqual({ total: RUNS, rangeTruncated: true });
  });

  it('of nothing has no neighbours', async () => {
    const { body } = await ann.jsonApi.get('/loans?page[after]=');
    expect([body.data, body.meta.count, body.links.prev, body.links.next]).toEqual([[], 0, null, null]);
  });

  it('shows what it includes', async () => {
    const { body } = await ann.jsonApi.get('/runs?page[after]=&include=user');
    expect(body.included.map(({ id }: Json) => id)).toEqual(['ann']);
  });

  it('of reports walks through the weeks', async () => {
    const all = idsIn(await ann.jsonApi.get('/runs/summary?sort=week_start'));
    expect(all.length).toBeGreaterThan(0);
    const pages = await walk(ann.jsonApi, '/runs/summary?sort=week_start&page[after]=&page[size]=1', 'next');
    expect(pages.flatMap(idsIn)).toEqual(all);
  });

  it('does not tell one who reads a cursor of another’s list more than a list of their own', async () => {
    const { body } = await club.admin.jsonApi.get('/runs?page[after]=&page[size]=10');
    const own = idsIn(await ann.jsonApi.get('/runs?page[size]=1000'));
    const cursor = body.data[9].meta.page.cursor as string;
    const seen = await ann.jsonApi.get(`/runs?page[after]=${cursor}&page[size]=1000`);
    expect(own).toEqual(expect.arrayContaining([...idsIn(seen)]));
    expect(seen.body.meta.count).toBe(RUNS);
  });
});

describe('a refusal', () => {
  it.each([
    ['/users?sort=role&page[after]=', 'sort', 'UNSUPPORTED_SORT', `${TYPES}/unsupported-sort`],
    [
      '/runs/summary?sort=-average_speed&page[before]=',
      'sort',
      'UNSUPPORTED_SORT',
      `${TYPES}/unsupported-sort`,
    ],
    ['/runs?page[after]=&page[size]=1001', 'page[size]', 'MAX_SIZE_EXCEEDED', `${TYPES}/max-size-exceeded`],
    [
      '/runs?page[size]=99999999999999999999',
      'page[size]',
      'MAX_SIZE_EXCEEDED',
      `${TYPES}/max-size-exceeded`,
    ],
    ['/runs?page[after]=&page[size]=0', 'page[size]', 'BAD_PARAMETER', undefined],
    ['/runs?page[after]=x', 'page[after]', 'BAD_PARAMETER', undefined],
    ['/runs?page[before]=%00', 'page[before]', 'BAD_PARAMETER', undefined],
    ['/runs?page[after]=&page[number]=1', 'page[after]', 'BAD_PARAMETER', undefined],
    ['/runs?page[number]=5002', 'page[number]', 'BAD_PARAMETER', undefined],
    ['/runs?page[count]=true', 'page[count]', 'BAD_PARAMETER', undefined],
    ['/runs/1?page[after]=', 'page[after]', 'BAD_PARAMETER', undefined],
  ])('of %s names %s', async (path, parameter, code, type) => {
    const { status, body } = await club.admin.jsonApi.get(path);
    expect([status, body.errors.length]).toEqual([400, 1]);
    expect(body.errors[0]).toMatchObject({ status: '400', code, source: { parameter } });
    expect(body.errors[0].links).toEqual(type && { type });
    const plain = await club.admin.plain.get(path);
    expect([plain.status, plain.body.code, plain.body.parameter]).toEqual([400, code, parameter]);
  });

  it('tells the most that a page holds', async () => {
    const path = '/runs?page[after]=&page[size]=5000';
    expect((await ann.jsonApi.get(path)).body.errors[0].meta).toEqual({ page: { maxSize: 1000 } });
    expect((await ann.plain.get(path)).body.meta).toEqual({ page: { maxSize: 1000 } });
  });

  it('meets every cursor that was tampered with', async () => {
    const { body } = await ann.jsonApi.get('/runs?page[after]=&page[size]=1');
    const cursor = body.data[0].meta.page.cursor as string;
    const places = Array.from({ length: 12 }, (_, index) => Math.floor((index * cursor.length) / 12));
    for (const at of places) {
      const letter = cursor[at] === 'A' ? 'B' : 'A';
      for (const changed of [cursor.slice(0, at), cursor.slice(0, at) + letter + cursor.slice(at + 1)]) {
        if (changed === '') continue;
        const answer = await ann.jsonApi.get(`/runs?page[after]=${changed}`);
        expect(answer.status).toBe(400);
        expect(answer.body.errors[0].source).toEqual({ parameter: 'page[after]' });
      }
    }
  });
});

describe('a list that is longer than pages have numbers', () => {
  const ITEMS = 102_500;

  beforeAll(() =>
    club.database.query(
      `INSERT INTO items (id, description) SELECT 'n' || lpad(n::text, 6, '0'), 'a thing' FROM generate_series(1, ${ITEMS}) AS n`,
    ),
  );

  it.each(['jsonApi', 'plain'] as const)('goes on by cursor to its end in %s', async (format) => {
    const client = club.admin[format];
    const pages = await walk(client, '/loan-items?page[number]=101&page[size]=1000', 'next');
    const ids = pages.flatMap(idsIn);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([2500, 'n100001', `n${ITEMS}`]);
    expect(new Set(ids).size).toBe(2500);
    expect(linkIn(pages[0] as Answer, 'last')).toBeNull();
  });

  it('goes on likewise by offset, and where nobody counts', async () => {
    const path = '/loan-items?limit=1000&offset=99500&page[count]=false';
    expect((await walk(club.admin.plain, path, 'next')).flatMap(idsIn)).toHaveLength(3000);
  });
});

describe('a list that nobody counts', () => {
  it.each(['', 'page[size]=10&', 'page[after]=&'])('says nothing of its length: "%s"', async (place) => {
    const { status, body } = await ann.jsonApi.get(`/runs?${place}page[count]=false`);
    expect(status).toBe(200);
    expect(body.meta?.count).toBeUndefined();
    expect(body.meta?.page?.total).toBeUndefined();
    expect(body.links.next).not.toBeNull();
    const plain = await ann.plain.get(`/runs?${place}page[count]=false`);
    expect(plain.headers.get('x-total-count')).toBeNull();
  });

  it('still leads through all of it', async () => {
    const all = idsIn(await ann.jsonApi.get('/runs?page[size]=1000'));
    const pages = await walk(ann.jsonApi, '/runs?page[size]=9&page[count]=false', 'next');
    expect(pages.flatMap(idsIn)).toEqual(all);
    expect(pages[0]?.body.links).not.toHaveProperty('last');
  });
});

describe('the page on paging', () => {
  const text = readFileSync(new URL('../../docs/paging.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```requests\n([^]*?)^```/gm)].map(([, lines = '']) => lines.trim());
  const examples = blocks.flatMap((block) => block.split('\n'));

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(15);
  });

  it.each(examples)('tells the truth of %s', async (example) => {
    const { body } = await club.admin.jsonApi.get('/runs?page[after]=&page[size]=9');
    const [, path = '', status] = example.split(' ');
    const filled = path
      .replace('CURSOR', body.data[2].meta.page.cursor)
      .replace('OTHER', body.data[8].meta.page.cursor);
    expect((await club.admin.jsonApi.get(filled)).status).toBe(Number(status));
    expect((await club.admin.plain.get(filled)).status).toBe(Number(status));
  });
});
