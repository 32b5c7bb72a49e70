import { type Extras, type Fault, Problem } from './problem.js';

/** 400: the request cannot be understood. */
export class BadRequest extends Problem {
  constructor(detail: string, code = 'BAD_REQUEST', faults: readonly Fault[] = []) {
    super(400, code, detail, { faults });
  }
}

/** 400: one query parameter is unknown or has a bad value. */
export class BadParameter extends Problem {
  constructor(
    parameter: string,
    detail: string,
    meta?: Fault['meta'],
    { code = 'BAD_PARAMETER', type }: Pick<Fault, 'code' | 'type'> = {},
  ) {
    const fault = { parameter, detail, ...(type !== undefined && { type }), ...(meta && { meta }) };
    super(400, code, detail, { faults: [fault] });
  }
}

/** 401: nobody is logged in, or the token no longer counts (RFC 6750). */
export class Unauthorized extends Problem {
  constructor(
    detail: string,
    code = 'UNAUTHORIZED',
    { headers, plain }: Pick<Extras, 'headers' | 'plain'> = {},
  ) {
    super(401, code, detail, {
      headers: { 'WWW-Authenticate': 'Bearer', ...headers },
      ...(plain && { plain }),
    });
  }
}

/** 403: the caller is known and may not do this. */
export class Forbidden extends Problem {
  constructor(detail = 'Not authorized.', code = 'NOT_AUTHORIZED', faults: readonly Fault[] = []) {
    super(403, code, detail, { faults });
  }
}

/** 404: there is no such thing. */
export class NotFound extends Problem {
  constructor(detail: string, code = 'NOT_FOUND', faults: readonly Fault[] = []) {
    super(404, code, detail, { faults });
  }
}

/** 405: the path is known, the method is not (RFC 9110, 15.5.6). */
export class MethodNotAllowed extends Problem {
  constructor(allowed: readonly string[]) {
    const allow = allowed.join(', ');
    super(405, 'METHOD_NOT_ALLOWED', `This path allows ${allow} only.`, { headers: { Allow: allow } });
  }
}

/** 406: none of the representations is acceptable to the client. */
export class NotAcceptable extends Problem {
  constructor(detail: string) {
    super(406, 'NOT_ACCEPTABLE', detail, { faults: [{ header: 'Accept', detail }] });
  }
}

/** 409: the state of things stands against it. */
export class Conflict extends Problem {
  constructor(detail: string, code = 'CONFLICT', faults: readonly Fault[] = []) {
    super(409, code, detail, { faults });
  }
}

/** 412: the record is not what the client thinks that it is (RFC 9110, 13). */
export class PreconditionFailed extends Problem {
  constructor(header: 'If-Match' | 'If-None-Match') {
    const detail =
      header === 'If-Match' ? 'The record was changed since you read it.' : 'There is such a record already.';
    super(412, 'PRECONDITION_FAILED', detail, { faults: [{ header, detail }] });
  }
}

/** 413: the body is larger than the server reads. */
export class TooLarge extends Problem {
  constructor(detail: string) {
    super(413, 'BODY_TOO_LARGE', detail);
  }
}

/** 415: the body's media type, parameters or coding are not read here. */
export class UnsupportedMediaType extends Problem {
  constructor(detail: string, header = 'Content-Type') {
    super(415, 'UNSUPPORTED_MEDIA_TYPE', detail, { faults: [{ header, detail }] });
  }
}

/** 422: attributes are invalid, missing, unknown or not the client's to set; all faults at once. */
export class Invalid extends Problem {
  constructor(faults: readonly Fault[]) {
    super(422, 'INVALID', faults.map((fault) => fault.detail).join(' '), { faults });
  }

  static field(field: string, detail: string): Invalid {
    return new Invalid([{ field, detail }]);
  }
}

/** 429: too many attempts; `retryAfter` in seconds. */
export class TooManyRequests extends Problem {
  constructor(detail: string, retryAfter: number, headers: Readonly<Record<string, string>> = {}) {
    super(429, 'TOO_MANY_REQUESTS', detail, {
      headers: { 'Retry-After': String(retryAfter), ...headers },
    });
  }
}

/** 503: the server cannot answer now and may be able to later: in `retryAfter` seconds, where that is known. */
export class Unavailable extends Problem {
  constructor(detail: string, code = 'UNAVAILABLE', retryAfter?: number) {
    super(503, code, detail, {
      ...(retryAfter !== undefined && { headers: { 'Retry-After': String(retryAfter) } }),
    });
  }
}
