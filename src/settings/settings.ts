import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MODES, type Mode } from './mode.js';
import { EnvironmentReader } from './environment-reader.js';

/** So many attempts in so many seconds. */
export interface Limit {
  readonly points: number;
  readonly seconds: number;
}

const PROVIDERS = ['open-meteo', 'openweathermap', 'none'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface WeatherSettings {
  readonly provider: (typeof PROVIDERS)[number];
  readonly forecastUrl: string;
  readonly archiveUrl: string;
  readonly openWeatherUrl: string;
  readonly owmApiKey: string | null;
}

/** Everything that the environment says, checked (contract, section 12). Durations are in seconds. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Null: a key is generated beside the embedded database. */
  readonly secretKey: string | null;
  readonly adminPassword: string;
  readonly mode: Mode;
  readonly accessTokenTtl: number;
  readonly sessionTtl: number;
  readonly passwordMinLength: number;
  readonly loginLimit: Limit | null;
  readonly registerLimit: Limit | null;
  readonly weather: WeatherSettings;
  readonly webConcurrency: number;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly production: boolean;
}

/** The settings of a running server: a database and a key have been found. */
export type Settings = Environment & { readonly databaseUrl: string; readonly secretKey: string };

export const SETTINGS: unique symbol = Symbol('settings');

export const DEFAULT_ADMIN_PASSWORD = 'admin';
/** Looked for at the first of several slashes only, so that many of them cost no more than few. */
const TRAILING_SLASHES = /(?<!\/)\/+$/;
const KNOWN_SECRETS = ['change-me-to-32-random-bytes-or-more'];
const KNOWN_ADMIN_PASSWORDS = [DEFAULT_ADMIN_PASSWORD, 'change-me', 'random'];
const DATA_DIR = fileURLToPath(new URL('../../../data', import.meta.url));

/** Reads and checks all settings. Throws one `SettingsError` that names every wrong one. */
export function parseSettings(env: NodeJS.ProcessEnv): Environment {
  const read = new EnvironmentReader(env);
  const production =
    read.choice('NODE_ENV', ['development', 'production', 'test'], 'development') === 'production';
  const adminPassword = read.text('ADMIN_PASSWORD');
  const databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const provider = read.choice('WEATHER_PROVIDER', PROVIDERS, 'open-meteo');
  const owmApiKey = read.text('OWM_API_KEY');
  const secretKey = read.secret('SECRET_KEY', 32);

  if (provider === 'openweathermap' && !owmApiKey)
    read.refuse('OWM_API_KEY', 'is needed by WEATHER_PROVIDER=openweathermap');
  if (databaseUrl && !secretKey) read.refuse('SECRET_KEY', 'is needed with DATABASE_URL: 32 bytes or more');
  if (production) insistOnSecrets(read, secretKey, adminPassword);

  const environment: Environment = {
    port: read.integer('PORT', 5000, 0, 65_535),
    host: read.text('HOST') ?? (adminPassword ? allAddresses() : '127.0.0.1'),
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:'])?.replace(TRAILING_SLASHES, '') ?? null,
    databaseUrl,
    dataDir: read.text('DATA_DIR') ?? DATA_DIR,
    secretKey,
    adminPassword: adminPassword ?? DEFAULT_ADMIN_PASSWORD,
    mode: read.choice('MODE', MODES, 'admin-operated'),
    accessTokenTtl: read.integer('ACCESS_TOKEN_TTL', 900, 1, 86_400),
    sessionTtl: read.integer('SESSION_TTL', 43_200, 1, 31_536_000),
    passwordMinLength: read.integer('PASSWORD_MIN_LENGTH', 7, 1, 256),
    loginLimit: read.limit('LOGIN_LIMIT', '10/60'),
    registerLimit: read.limit('REGISTER_LIMIT', '600/60'),
    weather: {
      provider,
      forecastUrl:
        read.url('OPEN_METEO_FORECAST_URL', ['http:', 'https:']) ?? 'https://api.open-meteo.com/v1/forecast',
      archiveUrl:
        read.url('OPEN_METEO_ARCHIVE_URL', ['http:', 'https:']) ??
        'https://archive-api.open-meteo.com/v1/archive',
      openWeatherUrl: read.url('OPENWEATHERMAP_URL', ['http:', 'https:']) ?? 'https://api.openweathermap.org',
      owmApiKey,
    },
    webConcurrency: read.integer('WEB_CONCURRENCY', 1, 1, 64),
    corsOrigins: read.origins('CORS_ORIGINS'),
    trustProxy: read.addresses('TRUST_PROXY'),
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    production,
  };
  read.throwFaults();
  return environment;
}

function insistOnSecrets(
  read: EnvironmentReader,
  secretKey: string | null,
  adminPassword: string | null,
): void {
  if (!secretKey) read.refuse('SECRET_KEY', 'is needed in production: 32 bytes or more');
  if (!adminPassword) read.refuse('ADMIN_PASSWORD', 'is needed in production');
  if (secretKey && KNOWN_SECRETS.includes(secretKey))
    read.refuse('SECRET_KEY', 'is a known default: make your own');
  if (adminPassword && KNOWN_ADMIN_PASSWORDS.includes(adminPassword)) {
    read.refuse('ADMIN_PASSWORD', 'is a known default: make your own');
  }
}

/** `::` listens on IPv4 too, but a machine without IPv6 refuses it. */
function allAddresses(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.some((address) => address?.family === 'IPv6') ? '::' : '0.0.0.0';
}
