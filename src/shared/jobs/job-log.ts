import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

/**
 * What the queue says about trouble, in our log and as one line: its stack traces may hold what a handler worked on.
 * What it says about its daily work is dropped.
 */
export function jobLogger(): Logger {
  const log = new NestLogger('Jobs');
  return new Logger(() => (level, message) => {
    const [line = ''] = message.split('\n');
    if (['error', 'warning'].includes(level)) log.warn(line);
  });
}
