import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { SettingsError } from '../../src/settings/environment-reader.js';
import { parseSettings } from '../../src/settings/settings.js';
import { COMPANIONS, KEY, SETTINGS } from '../support/setting-cases.js';

const ROOT = join(import.meta.dirname, '../..');
const ANY = '(0.0.0.0|::)';

const all = Object.entries(SETTINGS).map(([name, setting]) => ({ name, ...setting, with: COMPANIONS[name] }));
const names = Object.keys(SETTINGS);
const goodCases = all.flatMap(({ good, ...rest }) =>
  good.map(([value, becomes]) => ({ ...rest, value, becomes })),
);
const badCases = all.flatMap(({ bad, ...rest }) => bad.map(([value, fault]) => ({ ...rest, value, fault })));

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    parseSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('a setting', () => {
  it.each(all)('$name has its default where it is unset or empty', ({ name, pick, unset }) => {
    for (const env of [{}, { [name]: '' }, { [name]: undefined }]) {
      expect(pick(parseSettings(env))).toEqual(unset);
    }
  });

  it.each(goodCases)('$name takes $value', ({ name, value, becomes, pick, with: companions }) => {
    expect(pick(parseSettings({ [name]: value, ...companions }))).toEqual(becomes);
  });

  it.each(badCases)('$name refuses $value and says what is allowed', ({ name, value, fault, with: more }) => {
    expect(faultsOf({ [name]: value, ...more })).toEqual([`${name} ${fault}.`]);
  });
});

describe('settings', () => {
  it('are refused all at once, in a message with a line for each', () => {
    const env = { PORT: 'x', MODE: 'x', LOGIN_LIMIT: 'x', CORS_ORIGINS: 'x', NODE_ENV: 'x' };
    const faults = faultsOf(env);
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(Object.keys(env).sort());
    expect(new SettingsError(faults).message.split('\n')).toEqual([
      'Kitroom cannot start with these settings:',
      ...faults.map((fault) => `  ${fault}`),
    ]);
  });

  it('never quote a secret', () => {
    const faults = faultsOf({
      DATABASE_URL: 'mysql://user:hidden@host/db',
      SECRET_KEY: 'hidden',
      ADMIN_PASSWORD: 'hidden',
      OWM_API_KEY: 'hidden',
      OPEN_METEO_FORECAST_URL: 'ftp://host?apikey=hidden',
      OPEN_METEO_ARCHIVE_URL: 'ftp://host?apikey=hidden',
      OPENWEATHERMAP_URL: 'ftp://hidden',
      NODE_ENV: 'production',
    });
    expect(faults).toHaveLength(5);
    expect(faults.join()).not.toContain('hidden');
  });

  it('keep an absolute folder for the data, wherever the server is started from', () => {
    expect(isAbsolute(parseSettings({}).dataDir)).toBe(true);
  });

  it('open the server to all addresses once there is an admin password, unless HOST says otherwise', () => {
    expect(parseSettings({ ADMIN_PASSWORD: 's3cret' }).host).toMatch(new RegExp(`^${ANY}$`));
    expect(parseSettings({ ADMIN_PASSWORD: 's3cret', HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
  });

  it.each([
    [
      'openweathermap needs a key',
      { WEATHER_PROVIDER: 'openweathermap' },
      'OWM_API_KEY is needed by WEATHER_PROVIDER=openweathermap.',
    ],
    [
      'a database needs a secret key',
      { DATABASE_URL: 'postgres://a/b' },
      'SECRET_KEY is needed with DATABASE_URL: 32 bytes or more.',
    ],
  ])('depend on each other: %s', (_, env, fault) => {
    expect(faultsOf(env)).toEqual([fault]);
  });

  it('of openweathermap are complete with a key', () => {
    const { weather } = parseSettings({ WEATHER_PROVIDER: 'openweathermap', OWM_API_KEY: 'abc' });
    expect(weather).toMatchObject({ provider: 'openweathermap', owmApiKey: 'abc' });
  });
});

describe('production', () => {
  const good = { NODE_ENV: 'production', SECRET_KEY: KEY, ADMIN_PASSWORD: 'long and unknown' };

  it('starts with secrets of its own', () => {
    expect(parseSettings(good)).toMatchObject({ production: true, secretKey: KEY });
  });

  it.each([
    [{ SECRET_KEY: '' }, 'SECRET_KEY is needed in production: 32 bytes or more.'],
    [{ ADMIN_PASSWORD: '' }, 'ADMIN_PASSWORD is needed in production.'],
    [{ ADMIN_PASSWORD: 'admin' }, 'ADMIN_PASSWORD is a known default: make your own.'],
    [{ ADMIN_PASSWORD: 'random' }, 'ADMIN_PASSWORD is a known default: make your own.'],
    [{ ADMIN_PASSWORD: 'change-me' }, 'ADMIN_PASSWORD is a known default: make your own.'],
    [{ SECRET_KEY: 'change-me-to-32-random-bytes-or-more' }, 'SECRET_KEY is a known default: make your own.'],
  ])('refuses %j', (change, fault) => {
    expect(faultsOf({ ...good, ...change })).toEqual([fault]);
  });
});

describe('documents', () => {
  const read = (file: string) => readFile(join(ROOT, file), 'utf8');

  it('.env.example lists exactly the settings, commented out', async () => {
    const lines = (await read('.env.example')).split('\n');
    const listed = lines.flatMap((line) => /^#([A-Z_]+)=/.exec(line)?.slice(1) ?? []);
    expect(listed.sort()).toEqual([...names].sort());
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('the placeholders of .env.example do not pass in production', async () => {
    const placeholders = Object.fromEntries(
      [...(await read('.env.example')).matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name = '', value]) => [
        name,
        value,
      ]),
    );
    const faults = faultsOf({ ...placeholders, NODE_ENV: 'production' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['SECRET_KEY', 'ADMIN_PASSWORD']);
  });

  it('the table of the README lists exactly the settings', async () => {
    const [, section = ''] = (await read('README.md')).split(/^## Settings$/m);
    const [table = ''] = section.split(/^## /m);
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect(listed.sort()).toEqual([...names].sort());
  });

  it('these tests know every setting that is read', async () => {
    const source = await read('src/settings/settings.ts');
    const known = [...source.matchAll(/read\.(?!refuse)\w+\(\s*'([A-Z_]+)'/g)].map(([, name]) => name);
    expect(known.sort()).toEqual([...names].sort());
  });

  it('docker-compose.yml passes on only settings that exist', async () => {
    const [service = ''] = (await read('docker-compose.yml')).split(/^ {2}postgres:/m);
    const passed = [...service.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name);
    expect(passed.filter((name) => !names.includes(name))).toEqual([]);
    expect(passed).toContain('SECRET_KEY');
  });
});
