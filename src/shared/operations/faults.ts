import { BadRequest, NotFound } from '../errors/errors.js';

/** 400: the document is none, at this pointer. */
export const malformed = (pointer: string, detail: string, code = 'MALFORMED_DOCUMENT'): BadRequest =>
  new BadRequest(detail, code, [{ pointer, detail }]);

/** 404: there is no such type, or no such path. */
export const unknown = (pointer: string, detail: string, code: string): NotFound =>
  new NotFound(detail, code, [{ pointer, detail }]);
