import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drain } from '../faults/drain.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { eventually } from '../support/weather-app.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const start = (env: NodeJS.ProcessEnv) =>
  ServerProcess.start({ DATABASE_URL: database.url, SECRET_KEY, ADMIN_PASSWORD, HOST: '127.0.0.1', ...env });

describe('SIGTERM under load', () => {
  it.each([1, 2])(
    'with %i worker(s) breaks no request off and refuses none; the end is in order',
    async (workers) => {
      const server = await start({ WEB_CONCURRENCY: String(workers) });
      if (workers > 1)
        await eventually(
          () => Promise.resolve(server.output()),
          (output) => (output.match(/listens/g) ?? []).length > workers,
        );
      const admin = await server.login('admin', ADMIN_PASSWORD);
      const drained = await drain(server, admin.token ?? '', workers);
      expect(drained.faults).toEqual([]);
      expect(drained).toMatchObject({ code: 0, unreadyAfter: expect.any(Number) });
      expect(drained.answered).toBeGreaterThan(10);
      expect(drained.took).toBeLessThan(10_000);
    },
    60_000,
  );
});
