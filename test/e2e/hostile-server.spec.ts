import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { Bystander } from '../support/bystander.js';
import { RawConnection } from '../support/raw-connection.js';
import { sendRaw } from '../support/raw-http.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';

/** Far more than a healthy client ever waits for, and than the server needs: what is shown is that neither grows. */
const MOST_WAIT = 8000;
const MOST_MEMORY = 450;
const MIB = 1024 * 1024;
const J = 'application/vnd.api+json';
const ATOMIC = `${J};ext="https://jsonapi.org/ext/atomic"`;

let database: TestDatabase;
let server: ServerProcess;
let token: string;
let port: number;
let bystander: Bystander;

beforeAll(async () => {
  database = await createDatabase();
  server = await ServerProcess.start({
    DATABASE_URL: database.url,
    SECRET_KEY,
    ADMIN_PASSWORD,
    LOGIN_LIMIT: 'off',
    REGISTER_LIMIT: 'off',
    LOG_LEVEL: 'warn',
  });
  port = Number(new URL(server.url).port);
  token = (await server.login('admin', ADMIN_PASSWORD)).token ?? '';
  const pool = new pg.Client({ connectionString: database.url });
  await pool.connect();
  await pool.query(
    "INSERT INTO items (id, description) SELECT 'item' || n, repeat('ab', 480) || n FROM generate_series(1, 1000) AS n",
  );
  await pool.end();
}, 60_000);
afterAll(async () => {
  await server.stop();
  await database.drop();
});
beforeEach(() => {
  bystander = new Bystander(server, token);
});
afterEach(async () => {
  const { odd, slowest, memory } = await bystander.stop();
  expect(odd).toEqual([]);
  expect(slowest).toBeLessThan(MOST_WAIT);
  expect(memory).toBeLessThan(MOST_MEMORY);
});

interface Sent {
  readonly as?: 'nobody';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

async function ask(path: string, { as, headers, body }: Sent = {}): Promise<number> {
  const answer = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(as === undefined && { 'access-token': token }),
      'content-type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  const text = await answer.text();
  expect(text.length).toBeLessThan(MIB);
  return answer.status;
}

const members = (count: number): string =>
  Array.from({ length: count }, (_, at) => `"${at.toString(36)}":1`).join();
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const user = (more: object): string => JSON.stringify({ username: 'x', password: 'long enough', ...more });

describe('a body from anybody', () => {
  it.each<readonly [string, number, string]>([
    ['2 MiB', 413, ' '.repeat(2 * MIB)],
    ['10 000 deep', 400, nested(10_000)],
    ['500 000 deep', 400, nested(500_000)],
    ['1 000 000 deep', 413, nested(1_000_000)],
    ['objects 100 000 deep', 400, '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['100 000 keys', 400, `{${members(100_000)}}`],
    ['100 000 attributes', 400, `{"data":{"type":"user","attributes":{${members(100_000)}}}}`],
    ['100 000 relationships', 400, `{"data":{"type":"user","relationships":{${members(100_000)}}}}`],
    ['one key 100 000 times', 422, `{${'"a":1,'.repeat(100_000)}"username":"b"}`],
    ['`__proto__` 50 000 times', 422, `{${'"__proto__":{},'.repeat(50_000)}"constructor":{}}`],
    ['100 000 roles', 422, user({ roles: Array.from({ length: 100_000 }, (_, at) => `r${at}`) })],
    ['a list of 500 000', 400, `[${'1,'.repeat(500_000)}1]`],
    ['a number of a million digits', 422, `{"username":${'9'.repeat(1_000_000)}}`],
    ['a number beyond all', 422, '{"username":1e999999}'],
    ['a text of a million characters', 422, user({ username: 'a'.repeat(1_000_000) })],
    ['a password of a million characters', 422, user({ password: 'a'.repeat(1_000_000) })],
    ['a phone number of a million digits', 422, user({ phone: `+${'1'.repeat(1_000_000)}` })],
    ['an email of a million dots', 422, user({ email: `${'a.'.repeat(500_000)}@b` })],
    ['a zone of a million characters', 422, user({ time_zone: 'A/'.repeat(500_000) })],
    ['the start of JSON', 400, '{"a":'.repeat(200_000)],
    ['a million quotation marks', 400, '"'.repeat(1_000_000)],
    ['a million backslashes', 400, `"${'\\'.repeat(1_000_000)}`],
  ])('%s: %i', async (_, status, body) => {
    expect(await ask('/users', { as: 'nobody', body })).toBe(status);
  });

  it.each<readonly [string, Buffer]>([
    ['gzip', gzipSync(Buffer.alloc(256 * MIB))],
    ['deflate', deflateSync(Buffer.alloc(256 * MIB))],
    ['br', brotliCompressSync(Buffer.alloc(64 * MIB))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(64 * MIB)))],
  ])('that unpacks to much more (%s) is not unpacked: 415', async (coding, body) => {
    expect(await ask('/users', { as: 'nobody', body, headers: { 'content-encoding': coding } })).toBe(415);
  });

  it('may be a million logins long', async () => {
    const body = JSON.stringify({ username: 'admin', password: 'a'.repeat(1_000_000) });
    expect(await ask('/login', { as: 'nobody', body })).toBe(422);
  });

  it('may be a list of 40 000 operations, or one of many members', async () => {
    const operations = (list: unknown[]) => ({
      body: JSON.stringify({ 'atomic:operations': list }),
      headers: { 'content-type': ATOMIC },
    });
    expect(await ask('/operations', operations(Array(40_000).fill({ op: 'add' })))).toBe(400);
    const attributes = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`a${at}`, 1]));
    const lids = Array.from({ length: 100 }, (_, at) => ({
      op: 'add',
      data: { type: 'user', lid: `l${at}`, attributes },
    }));
    expect(await ask('/operations', operations(lids))).toBe(422);
  });
});

describe('a query', () => {
  const filter = (text: string): string => `filter=${encodeURIComponent(text)}`;

  it.each<readonly [string, number, string]>([
    ['8000 parameters', 400, Array.from({ length: 8000 }, (_, at) => at.toString(36)).join('&')],
    ['one parameter 10 000 times', 400, 'a&'.repeat(10_000)],
    ['2000 lists of fields', 400, Array.from({ length: 2000 }, (_, at) => `fields[a${at}]=`).join('&')],
    ['14 000 fields', 400, `fields[loan-item]=${'a,'.repeat(14_000)}`],
    ['14 000 sort keys', 400, `sort=${'a,'.repeat(14_000)}`],
    ['a page beyond all numbers', 400, `page[number]=${'9'.repeat(10_000)}`],
    ['a page far away', 400, 'page[number]=9007199254740991&page[size]=1000'],
    ['a cursor of 20 000 characters', 400, `page[after]=${'W'.repeat(20_000)}`],
    ['8000 parentheses', 400, filter('('.repeat(8000))],
    ['2000 times NOT', 400, filter(`${'NOT '.repeat(2000)}id eq 'a'`)],
    ['600 alternatives', 400, filter(`id eq 'a'${" OR id eq 'a'".repeat(600)}`)],
    ['8000 quotation marks', 400, filter("'".repeat(7999))],
    ['1000 values', 400, filter(`id in (${"'a',".repeat(1000)}'a')`)],
    ['9 KiB', 400, filter(`id eq '${'a'.repeat(9000)}'`)],
    ['JSON 1000 deep', 400, filter('{"not":'.repeat(1000) + '1' + '}'.repeat(1000))],
    ['lists of JSON 3000 deep', 400, filter(nested(3000))],
    ['8000 zeros', 400, `filter[available]=${'0'.repeat(8000)}x`],
    ['a path of 1000 steps', 400, filter(`${'loanedto.'.repeat(800)}id eq 'a'`)],
    ['has in has', 400, filter(`${'has(loanedto, '.repeat(500)}id eq 'a'${')'.repeat(500)}`)],
    ['4000 words', 400, `filter[description][match]=${'a+'.repeat(4000)}`],
  ])('of %s: %i', async (_, status, query) => {
    expect(await ask(`/loan-items?${query}`)).toBe(status);
  });

  it.each([
    'user.runs.user',
    'user.runs.user.runs.user',
    'user,'.repeat(4000),
    'user.'.repeat(4000),
    'user,user.runs,user.user,runs,loans,x',
  ])('that includes in circles is 400 (%#)', async (include) => {
    expect(await ask(`/runs?include=${include}`, { headers: { accept: J } })).toBe(400);
  });

  it('of texts that are hard to look for is answered, or given up', async () => {
    const patterns = [
      '%a%b'.repeat(700),
      '%' + '_%'.repeat(1200),
      'a%'.repeat(1500),
      '%ab%ba'.repeat(300) + 'x',
    ];
    const statuses = await Promise.all(
      patterns.map((pattern) => ask(`/loan-items?filter[description][ilike]=${encodeURIComponent(pattern)}`)),
    );
    for (const status of statuses) expect([200, 503]).toContain(status);
  });
});

describe('headers', () => {
  it.each<readonly [string, number, Readonly<Record<string, string>>]>([
    ['Accept of quotation marks', 406, { accept: `"${'\\"'.repeat(15_000)}` }],
    ['Accept of 2900 types', 406, { accept: 'a/b;q=0.1,'.repeat(2900) }],
    ['Accept with 14 000 profiles', 200, { accept: `${J};profile="${'x '.repeat(14_000)}"` }],
    ['Content-Type of semicolons', 200, { 'content-type': ';'.repeat(30_000) }],
    ['If-None-Match of 7000 tags', 400, { 'if-none-match': `${'"a",'.repeat(7000)}x` }],
    ['If-Match of spaces', 400, { 'if-match': `"a",${'\t'.repeat(30_000)}x` }],
    ['Authorization of spaces', 401, { 'access-token': '', authorization: `Bearer ${' '.repeat(30_000)}x,` }],
    ['a token of dots', 401, { 'access-token': '.'.repeat(30_000) }],
    ['a long trace', 200, { traceparent: `00-${'a'.repeat(30_000)}` }],
    ['many cookies', 200, { cookie: 'a=b;'.repeat(7000) }],
    ['many addresses', 200, { 'x-forwarded-for': '1.1.1.1,'.repeat(3500) }],
    ['an origin of 30 000 characters', 200, { origin: `https://${'a.'.repeat(15_000)}` }],
  ])('such as %s: %i', async (_, status, headers) => {
    expect(await ask('/users/admin', { headers })).toBe(status);
  });

  it.each<readonly [string, number, string]>([
    ['one of 40 KB', 431, `GET /me HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    [
      '20 000 small ones',
      431,
      `GET /me HTTP/1.1\r\nHost: a\r\n${'a:\r\n'.repeat(20_000)}Connection: close\r\n\r\n`,
    ],
    ['one without an end', 431, `GET /me HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(60_000)}`],
    ['a URL of 60 KB', 414, `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [
      'a path of 14 000 parts',
      404,
      `GET /${'a/'.repeat(14_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    ],
    [
      'a length of a terabyte',
      413,
      'POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 1099511627776\r\n\r\n{}',
    ],
  ])('%s: %i', async (_, status, request) => {
    expect((await sendRaw(port, request, 2000)).status).toBe(status);
  });
});

describe('many at once', () => {
  it('forty of the largest bodies', async () => {
    const body = `[${'1,'.repeat(500_000)}1]`;
    const statuses = await Promise.all(
      Array.from({ length: 40 }, () => ask('/users', { as: 'nobody', body })),
    );
    expect(new Set(statuses)).toEqual(new Set([400]));
  });

  it('bodies that never end are cut off', async () => {
    const head = 'POST /users HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = `100000\r\n${' '.repeat(MIB)}\r\n`;
    const clients = await Promise.all(Array.from({ length: 8 }, () => RawConnection.open(port)));
    await Promise.all(clients.map((client) => client.write(head).writeUntilClosed(chunk)));
    for (const client of clients) {
      expect(client.closed).toBe(true);
      expect(client.sent).toBeLessThan(64 * MIB);
    }
  });

  it('clients who say nothing, little, or do not listen', async () => {
    const page = `GET /loan-items?page[size]=1000 HTTP/1.1\r\nHost: a\r\naccess-token: ${token}\r\n\r\n`;
    const kinds = [
      '',
      'GET /me HTTP/1.1\r\nHost: a\r\nX',
      'POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n{',
      'POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n',
      page.repeat(90),
    ];
    const clients = await Promise.all(
      kinds.flatMap((bytes, kind) =>
        Array.from({ length: kind === 4 ? 20 : 100 }, async () =>
          (await RawConnection.open(port)).stopReading().write(bytes),
        ),
      ),
    );
    for (let round = 0; round < 20; round += 1) {
      for (const client of clients.slice(100, 300)) client.write('a');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { answered } = await bystander.stop();
    for (const client of clients) client.destroy();
    expect(answered).toBeGreaterThan(1);
  });
});
