import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';
import { withoutQuotes } from '../log/describe-error.js';

/**
 * What the queue says about trouble, in our log and as one line: its stack traces and what it quotes may hold what a handler
 * worked on.
 * What it says about its daily work is dropped.
 */
export function jobLogger(): Logger {
  const log = new NestLogger('Jobs');
  return new Logger(() => (level, message) => {
    const [line = ''] = message.split('\n');
    if (['error', 'warning'].includes(level)) log.warn(withoutQuotes(line));
  });
}
