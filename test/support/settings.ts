import { tmpdir } from 'node:os';
import { parseSettings, type Settings } from '../../src/settings/settings.js';

export const SECRET_KEY = 'a secret key of the tests, which is long enough';
export const ADMIN_PASSWORD = 'correct horse';

/** What a test's server is started with: no weather, no limits on logins, any free port. */
export function testSettings(databaseUrl: string, env: NodeJS.ProcessEnv = {}): Settings {
  const environment = parseSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    SECRET_KEY,
    ADMIN_PASSWORD,
    DATA_DIR: tmpdir(),
    LOGIN_LIMIT: 'off',
    REGISTER_LIMIT: 'off',
    WEATHER_PROVIDER: 'none',
    LOG_LEVEL: 'error',
    ...env,
  });
  return { ...environment, databaseUrl, secretKey: environment.secretKey ?? SECRET_KEY };
}
