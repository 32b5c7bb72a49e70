/** Which rows of the ordered list, and how the client said so. */
export type PageWindow = OffsetWindow | CursorWindow;

interface Sized {
  /** The most rows that are answered. */
  readonly limit: number;
  /** Whether the true total is told; without it nobody counts. */
  readonly counted: boolean;
}

/** Rows by their number in the list. */
export interface OffsetWindow extends Sized {
  readonly style: 'number' | 'offset';
  readonly offset: number;
}

/** Rows by what they stand next to: the first ones after a position, the last ones before one, or those between two. */
export interface CursorWindow extends Sized {
  readonly style: 'cursor';
  /** Null: from the start of the list. */
  readonly after: Position | null;
  /** Null: to the end of the list. */
  readonly before: Position | null;
  /** Whether the page ends at `before`; otherwise it begins at `after`. */
  readonly backward: boolean;
}

/** A place in an ordered list: the values of all its sort keys and the id, as text. */
export type Position = readonly (string | null)[];
