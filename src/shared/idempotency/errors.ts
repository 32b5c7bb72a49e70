import { BadRequest, Conflict } from '../errors/errors.js';
import { Problem } from '../errors/problem.js';

const header = 'Idempotency-Key';

/** 400: the header holds no key. */
export class MalformedKey extends BadRequest {
  constructor() {
    const detail = `\`${header}\` is 1 to 255 visible characters, in double quotes or bare.`;
    super(detail, 'MALFORMED_HEADER', [{ header, detail }]);
  }
}

/** 409: the first request with the key is still being worked on. */
export class KeyInUse extends Conflict {
  constructor() {
    const detail = 'A request with this key is still under way: send it again in a moment.';
    super(detail, 'IDEMPOTENCY_KEY_IN_USE', [{ header, detail }]);
  }
}

/** 422: the key was used for another request. */
export class KeyReused extends Problem {
  constructor() {
    const detail = 'This key was used for another request: take a new one.';
    super(422, 'IDEMPOTENCY_KEY_REUSED', detail, { faults: [{ header, detail }] });
  }
}

/** 409: the request was done, and what it was answered went with the data of a member. */
export class AnswerErased extends Conflict {
  constructor() {
    const detail =
      'This was done, but its answer was erased with the data of a deleted member: do not send it again.';
    super(detail, 'IDEMPOTENCY_ANSWER_ERASED', [{ header, detail }]);
  }
}
