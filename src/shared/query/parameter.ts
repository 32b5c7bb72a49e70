import type { PageWindow } from './page-window.js';

/** What requests that share a statement differ in. */
export interface Inputs {
  readonly viewer: { readonly id: unknown; readonly sessionId?: unknown };
  /** Which record is asked for, or whose records: an id, a key, or several keys. */
  readonly key?: unknown;
  readonly page?: PageWindow;
}

/** Stands in a statement for a value that each request brings along, so that the text is composed once for all of them. */
export class Parameter {
  constructor(readonly read: (inputs: Inputs) => unknown) {}
}

/** Who is looking. */
export const VIEWER_ID = new Parameter(({ viewer }) => viewer.id);
/** In which session; null where there is none. */
export const SESSION_ID = new Parameter(({ viewer }) => viewer.sessionId ?? null);
/** Which record is asked for. */
export const GIVEN_KEY = new Parameter(({ key }) => key);

/** A value of the page. */
export const ofPage = (read: (page: PageWindow) => unknown): Parameter =>
  new Parameter(({ page }) => {
    if (!page) throw new Error('The statement of a page needs a page.');
    return read(page);
  });

/** The values of a statement for one request. */
export const fill = (values: readonly unknown[], inputs: Inputs): unknown[] =>
  values.map((value) => (value instanceof Parameter ? value.read(inputs) : value));
