import type { FlatBody } from '../../input/flat-body.js';
import type { PointerOf } from '../exchange.js';

/** What a write is for: a new record, or the one of this id. */
export type Purpose = { readonly creates: true } | { readonly creates: false; readonly id: string };

/** A body as it was read, and where its fields stood. */
export interface ReadBody extends FlatBody {
  readonly pointerOf: PointerOf;
}
