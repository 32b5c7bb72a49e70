import type { LoggerService } from '@nestjs/common';
import type { DestinationStream, Level, Logger } from 'pino';
import { reasonOf } from '../shared/log/describe-error.js';
import { type LogSettings, openLog } from '../shared/log/log.js';
import { printable } from '../shared/log/printable.js';

/** What Nest tells of its own start is of use to those who look for a fault in it. */
const WIRING = new Set([
  'InstanceLoader',
  'NestFactory',
  'NestApplication',
  'RoutesResolver',
  'RouterExplorer',
]);

/** Has Nest's loggers write to ours. A message is a text, an error, or the fields of a line. */
class ServerLogger implements LoggerService {
  constructor(private readonly to: Logger) {}

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  log(message: unknown, ...more: unknown[]): void {
    this.write(WIRING.has(String(more.at(-1))) ? 'debug' : 'info', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  /** The last of what comes with a message is who wrote it. Stacks that come as texts may quote values: they are left out. */
  private write(level: Level, message: unknown, more: readonly unknown[]): void {
    const context = more.at(-1);
    this.to[level]({ ...(typeof context === 'string' && { context }), ...fieldsOf(message) });
  }
}

function fieldsOf(message: unknown): object {
  if (message instanceof Error) return { err: message, msg: reasonOf(message) };
  if (typeof message === 'object' && message !== null) return message;
  return { msg: printable(String(message)) };
}

/** What the server tells its operator, as much as `LOG_LEVEL` says. */
export const serverLogger = (settings: LogSettings, to?: DestinationStream): LoggerService =>
  new ServerLogger(openLog(settings, to));
