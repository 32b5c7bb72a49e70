import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { passwordFileOf } from '../../../src/database/embedded/cluster.js';
import { readPasswords } from '../../../src/database/embedded/passwords.js';
import { readPostmaster } from '../../../src/database/embedded/postmaster.js';
import type { Client } from '../../support/client.js';
import { FakeOpenWeather } from '../../support/fake-open-weather.js';
import { sendRaw } from '../../support/raw-http.js';
import { runBody } from '../../support/run-body.js';
import { type LogLine, ServerProcess } from '../../support/server-process.js';
import { sign } from '../../support/tokens.js';
import { eventually } from '../../support/weather-app.js';

const SECRET_KEY = 'canary-secret-key-which-is-long-enough';
const ADMIN_PASSWORD = 'canary-admin-password';
const KEY = 'canary-weather-key';
const LAT = 52.5200071;
const LNG = 13.4049542;

/** What nothing that is written may hold. */
const CANARIES = {
  'the key of tokens': SECRET_KEY,
  "the admin's password": ADMIN_PASSWORD,
  'a password': 'canary-password',
  'a wrong password': 'canary-wrong-password',
  'a new password': 'canary-new-password',
  'the key of the weather': KEY,
  'an idempotency key': 'canary-idempotency-key',
  'a cookie': 'canary-cookie',
  'a header': 'canary-header',
  'a user agent': 'canary-user-agent',
  'an unknown path': 'canary-path',
  'a body that is no JSON': 'canary-body',
  'an email address': 'canary@club.example',
  'a telephone number': '+441234567891',
  'a first name': 'Canariensis',
  'a last name': 'Serinus',
  'a username': 'canarybird',
  'a name that nobody has': 'canary-stranger',
  'a latitude': '52.520',
  'a longitude': '13.404',
};

const bird = {
  username: CANARIES['a username'],
  password: CANARIES['a password'],
  email: CANARIES['an email address'],
  phone: CANARIES['a telephone number'],
  first_name: CANARIES['a first name'],
  last_name: CANARIES['a last name'],
};
const place = { start_lat: LAT, start_lng: LNG, end_lat: LAT, end_lng: LNG };
const headers = {
  'User-Agent': CANARIES['a user agent'],
  Cookie: `a=${CANARIES['a cookie']}`,
  Referer: `https://club.example/${CANARIES['an unknown path']}`,
  'X-Request-Id': CANARIES['a header'],
  traceparent: `00-${CANARIES['a header']}`,
  tracestate: CANARIES['a header'],
};

let weather: FakeOpenWeather;
let dataDir: string;
let server: ServerProcess;
let admin: Client;
let user: Client;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kitroom-secrets-'));
  weather = await new FakeOpenWeather().start();
  weather.fault = { kind: 'hang-up' };
  server = await ServerProcess.start({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'trace',
    SECRET_KEY,
    ADMIN_PASSWORD,
    WEATHER_PROVIDER: 'openweathermap',
    OPENWEATHERMAP_URL: weather.url,
    OWM_API_KEY: KEY,
    LOGIN_LIMIT: '4/600',
  });
  admin = await server.login('admin', ADMIN_PASSWORD);
  await server.client().post('/users', bird);
  user = await server.login(bird.username, bird.password);
}, 90_000);
afterAll(async () => {
  await server.stop();
  await weather.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const runNow = (more: object = {}) => {
  const end = Date.now() - 60_000;
  const times = { start_time: new Date(end - 600_000).toISOString(), end_time: new Date(end).toISOString() };
  return runBody({ ...times, ...place, ...more });
};

const untilLine = (fits: (line: LogLine) => boolean): Promise<LogLine | undefined> =>
  eventually(() => Promise.resolve(server.log().find(fits)), Boolean);

/** Does something to the embedded database as its superuser. */
async function sabotage(statement: string): Promise<void> {
  const cluster = join(dataDir, 'postgres');
  const [{ admin: password }, postmaster] = await Promise.all([
    readPasswords(passwordFileOf(cluster)),
    readPostmaster(cluster),
  ]);
  const client = new pg.Client({
    connectionString: `postgres://postgres:${password}@127.0.0.1:${postmaster?.port}/kitroom`,
  });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function everythingWritten(): Promise<string> {
  return server.output() + (await readFile(join(dataDir, 'postgres.log'), 'utf8'));
}

describe('what is secret or personal', () => {
  it('comes to the server in every way', async () => {
    const anybody = server.client();
    for (const username of [bird.username, CANARIES['a name that nobody has']])
      await anybody.post('/login', { username, password: CANARIES['a wrong password'] }, { headers });
    const forged = sign({ sub: CANARIES['a username'] }, { secret: CANARIES['a wrong password'] });
    await anybody.get('/me', { headers: { Authorization: `Bearer ${forged}`, ...headers } });
    await anybody.get('/me', { headers: { 'access-token': `${forged}x`, ...headers } });
    await user.patch(`/users/${bird.username}`, { password: CANARIES['a new password'] }, { headers });
    const key = { 'Idempotency-Key': CANARIES['an idempotency key'], ...headers };
    for (const again of [1, 2]) await user.post('/runs', runNow({ distance: 100 * again }), { headers: key });
    await user.get(`/runs?filter[start_lat]=${LAT}&filter[end_lng][gt]=${LNG}&sort=start_lat`, { headers });
    await user.get(`/runs?filter={"start_lat":{"oops":${LAT}}}&${CANARIES['a header']}=1`, { headers });
    await user.get(`/users?filter[email]=${encodeURIComponent(bird.email)}`, { headers });
    await user.get(`/${CANARIES['an unknown path']}?at=${LAT},${LNG}`, { headers });
    await user.get(`/%zz/${CANARIES['an unknown path']}`, { headers });
    const raw = `{"password": "${CANARIES['a body that is no JSON']}", ${LAT} oops`;
    await user.post('/runs', undefined, { raw, headers: { 'Content-Type': 'application/json', ...headers } });
    await admin.get(`/users/${bird.username}`, { headers });
    const port = Number(new URL(server.url).port);
    await sendRaw(port, `${CANARIES['a body that is no JSON']}\r\nCookie: ${CANARIES['a cookie']}\r\n\r\n`);
    await untilLine(({ code }) => code === 'MALFORMED_REQUEST');
  });

  it('is in what a provider of weather fails with, and in the address it is asked at', async () => {
    for (const [at, latitude] of [LAT, LAT + 1, LAT + 2, LAT + 3, LAT + 4, LAT + 5].entries())
      await user.post('/runs', runNow({ distance: 1000 + at, end_lat: latitude }));
    await untilLine(({ msg }) => String(msg).includes('left alone'));
    expect(weather.questions.map(({ query }) => query.get('appid'))).toContain(KEY);
  }, 60_000);

  it('is in what the database fails with', async () => {
    await sabotage(`
      ALTER TABLE runs ADD CONSTRAINT nowhere CHECK (distance <> 4321);
      CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'No "%" at %', NEW.last_name, '"${LAT}"'; END $$;
      CREATE TRIGGER complain BEFORE UPDATE OF last_name ON users FOR EACH ROW EXECUTE FUNCTION complain()`);
    const constraint = await user.post('/runs', runNow({ distance: 4321 }));
    const trigger = await admin.patch(`/users/${bird.username}`, { last_name: bird.last_name });
    expect([constraint.status, trigger.status]).toEqual([500, 500]);
    const line = await untilLine(({ problem_id }) => problem_id === constraint.body.id);
    expect(line).toMatchObject({
      level: 'error',
      request_id: constraint.headers.get('x-request-id'),
      context: 'Problem',
      err: { code: '23514', table: 'runs', constraint: 'nowhere', stack: expect.stringContaining('at ') },
    });
    expect(await untilLine(({ problem_id }) => problem_id === trigger.body.id)).toMatchObject({
      err: { code: 'P0001', message: 'No …' },
    });
  });

  it.each(Object.entries(CANARIES))('is written nowhere: %s', async (_, canary) => {
    expect(await everythingWritten()).not.toContain(canary);
  });

  it('is written nowhere: tokens, and the passwords of the database', async () => {
    const written = await everythingWritten();
    const { app, admin: superuser } = await readPasswords(passwordFileOf(join(dataDir, 'postgres')));
    for (const secret of [admin.token, user.token, app, superuser]) {
      expect(secret).toBeTruthy();
      expect(written).not.toContain(secret);
    }
    // No token has a part that is not one of another as well but its signature: its claims name the user only.
    expect(written).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  });
});
