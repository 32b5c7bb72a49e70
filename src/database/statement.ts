import type { Sql } from 'sql-template-tag';

/** One statement with its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether PostgreSQL should keep it parsed and planned: where the same text comes again and again. */
  readonly prepared?: boolean;
  /**
   * Whether it looks up a few rows by their keys and waits for no lock: such statements of many requests share one
   * connection, where a slow one would hold up the others.
   */
  readonly quick?: boolean;
  /** Whether times come as they are printed, ISO 8601 in UTC with milliseconds, rather than as `Date`. */
  readonly printed?: boolean;
}

/** A statement whose text the code alone makes: the set of such texts is small. */
export const prepare = ({ text, values }: Sql): Statement => ({ text, values, prepared: true });

type Value = string | number | boolean | null | Date | readonly string[];

const texts = new WeakMap<TemplateStringsArray, string>();

/** A statement that stands in the code as it is: its text is put together once. For statements in statements: `sql`. */
export function prepared(strings: TemplateStringsArray, ...values: readonly Value[]): Statement {
  return { text: textOf(strings), values, prepared: true };
}

/** The same for a look-up of a few rows by their keys, without locks. */
export function quick(strings: TemplateStringsArray, ...values: readonly Value[]): Statement {
  return { text: textOf(strings), values, prepared: true, quick: true };
}

function textOf(strings: TemplateStringsArray): string {
  const known = texts.get(strings);
  if (known !== undefined) return known;
  const text = strings.reduce((before, after, index) => `${before}$${index}${after}`);
  texts.set(strings, text);
  return text;
}
