import { HttpException } from '@nestjs/common';
import {
  NotAcceptable,
  NotFound,
  TooLarge,
  Unauthorized,
  UnsupportedMediaType,
} from '../../errors/errors.js';
import { Problem } from '../../errors/problem.js';
import { isObject } from '../is-object.js';
import { titleOf } from './render-problem.js';

/** What anything that was thrown means for the client; `id` names an error of ours in the log. */
export function toProblem(error: unknown, id: string): Problem {
  if (error instanceof Problem) return error;
  const known = KNOWN.get(codeOf(error));
  if (known) return known();
  const status = statusOf(error);
  if (status === 503) return new Problem(503, 'UNAVAILABLE', 'The server cannot answer now.');
  return status !== null && status >= 400 && status < 500 ? byStatus(status) : internalError(id);
}

/** 500: tells nothing but its id. */
const internalError = (id: string): Problem =>
  new Problem(500, 'INTERNAL_ERROR', 'Something went wrong here.', { id });

/** The errors that the HTTP layer makes itself, by their codes. */
const KNOWN: ReadonlyMap<string, () => Problem> = new Map([
  ['FST_ERR_BAD_URL', () => new Problem(400, 'BAD_URL', 'The URL is not percent-encoded UTF-8.')],
  ['FST_ERR_MAX_PARAM_LENGTH', () => new Problem(414, 'URL_TOO_LONG', 'A part of the path is too long.')],
  ['FST_ERR_CTP_BODY_TOO_LARGE', () => new TooLarge('The body is larger than 1 MiB.')],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', () => new UnsupportedMediaType('The Content-Type is no media type.')],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    () => new Problem(400, 'CUT_OFF', 'The body is not as long as announced.'),
  ],
]);

/** Errors carry codes in different places: Fastify's on themselves, or under what Nest wrapped them in. */
function codeOf(error: unknown): string {
  if (!isObject(error)) return '';
  return typeof error['code'] === 'string' ? error['code'] : codeOf(error['cause']);
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  return isObject(error) && typeof error['statusCode'] === 'number' ? error['statusCode'] : null;
}

/** What a library's own exception says is not for our clients; its status is. */
function byStatus(status: number): Problem {
  if (status === 401) return new Unauthorized('Log in first.');
  if (status === 404) return new NotFound('There is nothing at this path.', 'UNKNOWN_PATH');
  if (status === 406) return new NotAcceptable('There is no such representation.');
  const title = titleOf(status);
  return new Problem(status, title.toUpperCase().replace(/[^A-Z]+/g, '_'), `${title}.`);
}
