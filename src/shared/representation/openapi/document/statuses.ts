import type { ProblemExample } from '../dialect.js';

/** What a status means where a route says nothing special of it. */
export interface Status extends ProblemExample {
  readonly name: string;
  readonly when: string;
}

const status = (
  code: number,
  name: string,
  when: string,
  example: string,
  detail: string,
): readonly [number, Status] => [code, { status: code, name, when, code: example, detail }];

/** All of them, as documents tell of them. */
export const STATUSES: ReadonlyMap<number, Status> = new Map([
  status(
    400,
    'BadRequest',
    'The URL, the query string or the body is malformed.',
    'BAD_PARAMETER',
    '"page[size]" must be a whole number from 1 to 1000.',
  ),
  status(
    401,
    'Unauthorized',
    'No token was sent, or one that no longer counts.',
    'TOKEN_MISSING',
    'Log in first: no token was sent.',
  ),
  status(403, 'Forbidden', 'The caller may not do this.', 'NOT_AUTHORIZED', 'Not authorized.'),
  status(404, 'NotFound', 'There is no such record.', 'USER_NOT_FOUND', 'User not found.'),
  status(
    406,
    'NotAcceptable',
    '`Accept` names no representation that exists here.',
    'NOT_ACCEPTABLE',
    'Accept application/vnd.api+json or application/json.',
  ),
  status(
    409,
    'Conflict',
    'The state of things stands against it, or type or id are others than the path’s.',
    'CONFLICT',
    'User already exists.',
  ),
  status(
    412,
    'PreconditionFailed',
    'The record is no longer what the client thinks.',
    'PRECONDITION_FAILED',
    'The record was changed since you read it.',
  ),
  status(
    413,
    'ContentTooLarge',
    'The body is larger than 1 MiB.',
    'BODY_TOO_LARGE',
    'The body is larger than 1 MiB.',
  ),
  status(
    414,
    'UriTooLong',
    'An id in the path is longer than 100 characters.',
    'URL_TOO_LONG',
    'A part of the path is too long.',
  ),
  status(
    415,
    'UnsupportedMediaType',
    'The body’s media type, parameters or coding are not read here.',
    'UNSUPPORTED_MEDIA_TYPE',
    'Bodies are read without any coding.',
  ),
  status(
    422,
    'Invalid',
    'Members of the body are invalid, missing, unknown or not the client’s to set: all faults at once.',
    'INVALID',
    '`distance` is missing.',
  ),
  status(
    429,
    'TooManyRequests',
    'Too many attempts. Logins and registrations are limited here; a gateway before the server may limit anything.',
    'TOO_MANY_REQUESTS',
    'Too many attempts: try again later.',
  ),
  status(
    431,
    'HeadersTooLarge',
    'The headers are larger than 32 KiB.',
    'HEADERS_TOO_LARGE',
    'The headers are larger than 32 KiB.',
  ),
  status(
    500,
    'InternalError',
    'A fault of the server’s, of which it tells nothing but an id.',
    'INTERNAL_ERROR',
    'Something went wrong here.',
  ),
  status(
    503,
    'Unavailable',
    'The server cannot answer now and may be able to later.',
    'UNAVAILABLE',
    'The server cannot answer now.',
  ),
]);
