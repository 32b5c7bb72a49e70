import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { SettingsError } from '../../src/settings/environment-reader.js';
import { type Environment, parseSettings } from '../../src/settings/settings.js';

const ROOT = join(import.meta.dirname, '../..');
const KEY = 'k'.repeat(32);
const ANY = '(0.0.0.0|::)';

interface Setting {
  readonly pick: (settings: Environment) => unknown;
  readonly unset: unknown;
  readonly good: readonly (readonly [value: string, becomes: unknown])[];
  readonly bad: readonly (readonly [value: string, fault: string])[];
}

/** Each setting: where it shows, its default, good values with what they become, bad ones with what the fault says. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  PORT: {
    pick: ({ port }) => port,
    unset: 5000,
    good: [
      ['0', 0],
      ['65535', 65_535],
      [' 8080 ', 8080],
    ],
    bad: ['65536', '-1', '80a', '1e3', '5000.0', '0x10', 'http'].map((value) => [
      value,
      `is "${value}": a whole number from 0 to 65535 is allowed`,
    ]),
  },
  HOST: {
    pick: ({ host }) => host,
    unset: '127.0.0.1',
    good: [['192.0.2.1', '192.0.2.1']],
    bad: [],
  },
  PUBLIC_URL: {
    pick: ({ publicUrl }) => publicUrl,
    unset: null,
    good: [
      ['https://kit.example', 'https://kit.example'],
      ['https://club.example/kit//', 'https://club.example/kit'],
    ],
    bad: ['kit.example', 'ftp://kit.example', 'https://'].map((value) => [
      value,
      'is not a URL that starts with http:// or https://',
    ]),
  },
  DATABASE_URL: {
    pick: ({ databaseUrl }) => databaseUrl,
    unset: null,
    good: [
      ['postgres://a:b@c/d', 'postgres://a:b@c/d'],
      ['postgresql:///d?host=/tmp', 'postgresql:///d?host=/tmp'],
    ],
    bad: ['mysql://a:hidden@c/d', 'hidden'].map((value) => [
      value,
      'is not a URL that starts with postgres:// or postgresql://',
    ]),
  },
  DATA_DIR: {
    pick: ({ dataDir }) => dataDir,
    unset: expect.stringMatching(/data$/),
    good: [['/var/lib/kitroom', '/var/lib/kitroom']],
    bad: [],
  },
  SECRET_KEY: {
    pick: ({ secretKey }) => secretKey,
    unset: null,
    good: [
      [KEY, KEY],
      [` ${'é'.repeat(16)} `, ` ${'é'.repeat(16)} `],
    ],
    bad: [
      ['hidden', 'has 6 bytes: at least 32 are needed'],
      ['x'.repeat(31), 'has 31 bytes: at least 32 are needed'],
    ],
  },
  ADMIN_PASSWORD: {
    pick: ({ adminPassword }) => adminPassword,
    unset: 'admin',
    good: [['s3cret', 's3cret']],
    bad: [],
  },
  MODE: {
    pick: ({ mode }) => mode,
    unset: 'admin-operated',
    good: [['self-service', 'self-service']],
    bad: [['Self-Service', 'is "Self-Service": allowed are self-service, admin-operated']],
  },
  ACCESS_TOKEN_TTL: {
    pick: ({ accessTokenTtl }) => accessTokenTtl,
    unset: 900,
    good: [['1', 1]],
    bad: [['0', 'is "0": a whole number from 1 to 86400 is allowed']],
  },
  SESSION_TTL: {
    pick: ({ sessionTtl }) => sessionTtl,
    unset: 43_200,
    good: [['31536000', 31_536_000]],
    bad: [['1h', 'is "1h": a whole number from 1 to 31536000 is allowed']],
  },
  PASSWORD_MIN_LENGTH: {
    pick: ({ passwordMinLength }) => passwordMinLength,
    unset: 7,
    good: [['12', 12]],
    bad: [['257', 'is "257": a whole number from 1 to 256 is allowed']],
  },
  LOGIN_LIMIT: {
    pick: ({ loginLimit }) => loginLimit,
    unset: { points: 10, seconds: 60 },
    good: [
      ['5/300', { points: 5, seconds: 300 }],
      ['off', null],
    ],
    bad: ['10', '0/60', '10/0', '10/60s', 'OFF', '-1/60'].map((value) => [
      value,
      `is "${value}": allowed are attempts/seconds such as 10/60, and off`,
    ]),
  },
  REGISTER_LIMIT: {
    pick: ({ registerLimit }) => registerLimit,
    unset: { points: 600, seconds: 60 },
    good: [['off', null]],
    bad: [['many', 'is "many": allowed are attempts/seconds such as 600/60, and off']],
  },
  WEATHER_PROVIDER: {
    pick: ({ weather }) => weather.provider,
    unset: 'open-meteo',
    good: [['none', 'none']],
    bad: [['yr', 'is "yr": allowed are open-meteo, openweathermap, none']],
  },
  OPEN_METEO_FORECAST_URL: {
    pick: ({ weather }) => weather.forecastUrl,
    unset: 'https://api.open-meteo.com/v1/forecast',
    good: [['http://localhost:1/f?apikey=x', 'http://localhost:1/f?apikey=x']],
    bad: [['file:///etc/passwd', 'is not a URL that starts with http:// or https://']],
  },
  OPEN_METEO_ARCHIVE_URL: {
    pick: ({ weather }) => weather.archiveUrl,
    unset: 'https://archive-api.open-meteo.com/v1/archive',
    good: [['http://localhost:1/a', 'http://localhost:1/a']],
    bad: [['localhost', 'is not a URL that starts with http:// or https://']],
  },
  OPENWEATHERMAP_URL: {
    pick: ({ weather }) => weather.openWeatherUrl,
    unset: 'https://api.openweathermap.org',
    good: [['http://localhost:1', 'http://localhost:1']],
    bad: [['localhost', 'is not a URL that starts with http:// or https://']],
  },
  OWM_API_KEY: {
    pick: ({ weather }) => weather.owmApiKey,
    unset: null,
    good: [['abc', 'abc']],
    bad: [],
  },
  WEB_CONCURRENCY: {
    pick: ({ webConcurrency }) => webConcurrency,
    unset: 1,
    good: [['64', 64]],
    bad: [['0', 'is "0": a whole number from 1 to 64 is allowed']],
  },
  CORS_ORIGINS: {
    pick: ({ corsOrigins }) => corsOrigins,
    unset: [],
    good: [['https://a.example, http://localhost:3000,', ['https://a.example', 'http://localhost:3000']]],
    bad: [
      ['*', 'holds "*": allowed are comma-separated origins such as https://club.example'],
      [
        'https://a/b,c',
        'holds "https://a/b", "c": allowed are comma-separated origins such as https://club.example',
      ],
    ],
  },
  TRUST_PROXY: {
    pick: ({ trustProxy }) => trustProxy,
    unset: [],
    good: [['10.0.0.0/8,::1', ['10.0.0.0/8', '::1']]],
    bad: ['true', '10.0.0.0/33', '10.0.0.1/', 'proxy.example'].map((value) => [
      value,
      `holds "${value}": allowed are comma-separated IP addresses or networks such as 10.0.0.0/8`,
    ]),
  },
  LOG_LEVEL: {
    pick: ({ logLevel }) => logLevel,
    unset: 'info',
    good: [['silent', 'silent']],
    bad: [['verbose', 'is "verbose": allowed are fatal, error, warn, info, debug, trace, silent']],
  },
  NODE_ENV: {
    pick: ({ production }) => production,
    unset: false,
    good: [
      ['test', false],
      ['development', false],
    ],
    bad: [['prod', 'is "prod": allowed are development, production, test']],
  },
};

/** A setting that another one needs before it can be set. */
const COMPANIONS: Readonly<Record<string, NodeJS.ProcessEnv>> = { DATABASE_URL: { SECRET_KEY: KEY } };

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
