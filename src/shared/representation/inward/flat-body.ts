import type { PointerOf } from '../exchange.js';

/** What a write is for: a new record, or the one of this id. */
export type Purpose = { readonly creates: true } | { readonly creates: false; readonly id: string };

/** A body in the one form that DTOs know: names as on the wire, related records by their ids. */
export interface FlatBody {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly pointerOf: PointerOf;
}
