import type { Sql } from 'sql-template-tag';
import type { Statement } from '../../database/statement.js';
import { fill, type Inputs } from '../query/parameter.js';

/** What is kept at most; those that were not used for longest go. */
const MOST = 500;

/** A statement as it was put together, for all requests that differ in its parameters only. */
interface Composition {
  readonly text: string;
  readonly values: readonly unknown[];
  isUsedAgain: boolean;
}

/**
 * The statements that were composed before, by what they were composed of. Those that come again are prepared: clients
 * compose any number of them, and each that is prepared costs each connection memory.
 */
export class Compositions {
  private readonly known = new Map<string, Composition>();

  /** The statement for one request. What `key` says of the request is all that `compose` may depend on. */
  statement(key: string, inputs: Inputs, compose: () => Sql): Statement {
    const { text, values, isUsedAgain } = this.recall(key) ?? this.keep(key, compose());
    return { text, values: fill(values, inputs), prepared: isUsedAgain, printed: true };
  }

  /** The statement for one request which holds what a client composed: only its text may be known. */
  composed(sql: Sql, inputs: Inputs): Statement {
    const { text, isUsedAgain } = this.recall(sql.text) ?? this.keep(sql.text, sql);
    return { text, values: fill(sql.values, inputs), prepared: isUsedAgain, printed: true };
  }

  private recall(key: string): Composition | undefined {
    const known = this.known.get(key);
    if (!known) return undefined;
    known.isUsedAgain = true;
    this.known.delete(key);
    this.known.set(key, known);
    return known;
  }

  private keep(key: string, { text, values }: Sql): Composition {
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size >= MOST) this.known.delete(oldest);
    const fresh = { text, values, isUsedAgain: false };
    this.known.set(key, fresh);
    return fresh;
  }
}
