import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Environment } from '../../settings/settings.js';
import { requestContext } from '../context/request-context.js';
import { describeError } from './describe-error.js';
import { destination } from './destination.js';

export type LogSettings = Pick<Environment, 'logLevel'>;

/** A log whose every line tells for which request it was written, however deep inside. */
export const openLog = (settings: LogSettings, to: DestinationStream = destination): Logger =>
  pino({ ...common(settings), mixin: requestFields }, to);

/** A log of requests, whose lines say themselves which one they are about. */
export const openRequestLog = (settings: LogSettings, to: DestinationStream = destination): Logger =>
  pino(common(settings), to);

/** Levels by their names, times as RFC 3339 says; of several processes each is told by its id. */
const common = ({ logLevel }: LogSettings) => ({
  level: logLevel,
  base: { pid: process.pid },
  timestamp: stdTimeFunctions.isoTime,
  // An error at this key would lend its line a message that quotes what it likes: ours stand at `err`, and are described.
  errorKey: 'error',
  serializers: { err: (error: unknown) => describeError(error) },
  formatters: { level: (level: string) => ({ level }) },
});

function requestFields(): object {
  const context = requestContext();
  if (!context) return {};
  const { requestId, traceId, actorId } = context;
  return { request_id: requestId, trace_id: traceId ?? undefined, actor: actorId ?? undefined };
}
