import type { Fault, Problem } from '../errors/problem.js';

/** A body in the one form that DTOs know, names as on the wire and related records by their ids; and what is wrong with it. */
export interface FlatBody {
  /** Null where the body is about something else altogether, so that nothing can be said of its fields. */
  readonly fields: Readonly<Record<string, unknown>> | null;
  /** What stands where it must not: told together with what is wrong with the fields. */
  readonly faults: readonly Fault[];
  /** What it asks and may not have, or contradicts: told once nothing in it is invalid. */
  readonly refusal: Problem | null;
}
