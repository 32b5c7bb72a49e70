import { expect } from '@jest/globals';
import type { Environment } from '../../src/settings/settings.js';

export const KEY = 'k'.repeat(32);

/** What the tests know of a setting. */
export interface Setting {
  readonly pick: (settings: Environment) => unknown;
  readonly unset: unknown;
  readonly good: readonly (readonly [value: string, becomes: unknown])[];
  readonly bad: readonly (readonly [value: string, fault: string])[];
}

/** Each setting: where it shows, its default, good values with what they become, bad ones with what the fault says. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
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
export const COMPANIONS: Readonly<Record<string, NodeJS.ProcessEnv>> = { DATABASE_URL: { SECRET_KEY: KEY } };
