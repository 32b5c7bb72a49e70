import { BadParameter } from '../errors/errors.js';

/** Cursor pagination of JSON:API: the errors below and the members of its pages are this profile's. */
const ERRORS = 'https://jsonapi.org/profiles/ethanresnick/cursor-pagination';

/** 400: a list in this order has no cursors. */
export class UnsupportedSort extends BadParameter {
  constructor(field: string) {
    const detail = `"${field}" is computed, so a list in its order has no cursors: use page[number], or another sort.`;
    super('sort', detail, undefined, { code: 'UNSUPPORTED_SORT', type: `${ERRORS}/unsupported-sort` });
  }
}

/** 400: a page is to be larger than pages get. */
export class MaxSizeExceeded extends BadParameter {
  constructor(parameter: string, maxSize: number) {
    const detail = `"${parameter}" must be a whole number from 1 to ${maxSize}.`;
    const named = { code: 'MAX_SIZE_EXCEEDED', type: `${ERRORS}/max-size-exceeded` };
    super(parameter, detail, { page: { maxSize } }, named);
  }
}
