import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { Environment } from '../settings/settings.js';

const LEVELS: Readonly<Record<Environment['logLevel'], readonly LogLevel[]>> = {
  silent: [],
  fatal: ['fatal'],
  error: ['fatal', 'error'],
  warn: ['fatal', 'error', 'warn'],
  info: ['fatal', 'error', 'warn', 'log'],
  debug: ['fatal', 'error', 'warn', 'log', 'debug'],
  trace: ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'],
};

/** What Nest tells of its own start is of use to those who look for a fault in it. */
const WIRING = new Set([
  'InstanceLoader',
  'NestFactory',
  'NestApplication',
  'RoutesResolver',
  'RouterExplorer',
]);

class ServerLogger extends ConsoleLogger {
  override log(message: unknown, context?: string): void {
    if (context && WIRING.has(context)) return this.debug(message, context);
    super.log(message, ...(context ? [context] : []));
  }
}

/** What the server tells its operator, as much as `LOG_LEVEL` says. */
export const serverLogger = ({ logLevel }: Pick<Environment, 'logLevel'>): ConsoleLogger =>
  new ServerLogger('Kitroom', {
    logLevels: [...LEVELS[logLevel]],
    // Into a file or a collector go words only.
    ...(!process.stdout.isTTY && { colors: false }),
  });
