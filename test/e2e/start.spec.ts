import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { ServerProcess } from '../support/server-process.js';

describe('on the embedded PostgreSQL', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kitroom-start-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('starts on nothing, keeps everything between starts, and after kill -9', async () => {
    const first = await ServerProcess.start({ DATA_DIR: dataDir });
    expect(first.log()).toContainEqual(
      expect.objectContaining({
        level: 'info',
        event: 'server.started',
        mode: 'admin-operated',
        address: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      }),
    );
    expect(first.log()).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: 'The password of "admin" is still "admin": change it.' }),
    );
    const admin = await first.login('admin', 'admin');
    expect((await admin.post('/loan-items', { id: 'drill', description: 'drill' })).status).toBe(201);
    expect(await first.stop()).toBe(0);

    const second = await ServerProcess.start({ DATA_DIR: dataDir, MODE: 'self-service' });
    expect(second.greeting).toContain('"mode":"admin-operated"');
    const again = second.client(admin.token);
    expect((await again.get('/loan-items/drill')).status).toBe(200);
    await second.stop('SIGKILL');

    const third = await ServerProcess.start({ DATA_DIR: dataDir });
    expect((await third.client(admin.token).get('/loan-items/drill')).status).toBe(200);
    expect(await third.stop()).toBe(0);
  }, 90_000);

  it('prints no password in production', async () => {
    const server = await ServerProcess.start({
      DATA_DIR: dataDir,
      NODE_ENV: 'production',
      SECRET_KEY,
      ADMIN_PASSWORD,
    });
    expect(server.greeting).not.toMatch(/password admin|correct horse/);
    await server.stop();
  }, 60_000);
});

describe('what stops a start', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('a wrong setting, named with what is allowed; all of them at once', async () => {
    const { code, output } = await ServerProcess.fail({
      PORT: '70000',
      MODE: 'chaos',
      WEATHER_PROVIDER: 'oracle',
    });
    expect(code).toBe(1);
    expect(output).toMatch(/PORT is "70000": a whole number from 0 to 65535/);
    expect(output).toMatch(/MODE is "chaos": allowed are self-service, admin-operated/);
    expect(output).toMatch(/WEATHER_PROVIDER is "oracle": allowed are open-meteo, openweathermap, none/);
  });

  it('production without secrets', async () => {
    const { code, output } = await ServerProcess.fail({ NODE_ENV: 'production' });
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringMatching(/SECRET_KEY[\s\S]*ADMIN_PASSWORD/),
    });
  });

  it('a port in use, said plainly', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const { code, output } = await ServerProcess.fail({
      DATABASE_URL: database.url,
      SECRET_KEY,
      PORT: String(port),
    });
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining('The port is in use already'),
    });
    holder.close();
  }, 30_000);

  it('a database that cannot be reached', async () => {
    const { code, output } = await ServerProcess.fail({
      DATABASE_URL: 'postgres://127.0.0.1:9/none',
      SECRET_KEY,
    });
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('ECONNREFUSED') });
  }, 30_000);
});

describe('two processes on one database', () => {
  let database: TestDatabase;
  let one: ServerProcess;
  let other: ServerProcess;
  beforeAll(async () => {
    database = await createDatabase();
    const env = { DATABASE_URL: database.url, SECRET_KEY, ADMIN_PASSWORD };
    [one, other] = await Promise.all([ServerProcess.start(env), ServerProcess.start(env)]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await database.drop();
  });

  it('make one first admin between them', async () => {
    const admin = await one.login('admin', ADMIN_PASSWORD);
    expect((await other.client(admin.token).get('/users')).body.users).toHaveLength(1);
  });

  it('agree at once about mode, roles, logouts and deletions', async () => {
    const admin = await one.login('admin', ADMIN_PASSWORD);
    const there = other.client(admin.token);
    await admin.put('/mode', { mode: 'self-service' });
    expect((await there.get('/mode')).body).toEqual({ mode: 'self-service' });

    await there.post('/users', { username: 'zoe', password: 'password of zoe', roles: ['usermanager'] });
    const zoe = await one.login('zoe', 'password of zoe');
    expect((await other.client(zoe.token).get('/users')).body.users).toHaveLength(2);
    await admin.patch('/users/zoe', { roles: ['regular'] });
    expect((await other.client(zoe.token).get('/users')).body.users).toHaveLength(1);

    await zoe.post('/logout');
    expect((await other.client(zoe.token).get('/me')).status).toBe(401);

    const back = await other.login('zoe', 'password of zoe');
    await admin.delete('/users/zoe');
    expect((await other.client(back.token).get('/me')).status).toBe(401);
  });
});
