import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

/**
 * The queue's own words in our log: trouble as a warning of one line (its stack traces may hold what a handler worked
 * on), everything else for debugging only.
 */
export function jobLogger(): Logger {
  const log = new NestLogger('Jobs');
  return new Logger(() => (level, message) => {
    const [line = ''] = message.split('\n');
    const trouble = ['error', 'warning'].includes(String(level));
    return trouble ? log.warn(line) : log.debug(line);
  });
}
