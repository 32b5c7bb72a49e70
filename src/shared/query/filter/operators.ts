import type { Kind } from '../attribute.js';
import { escapeLike } from './like.js';

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** How an operator works, for those who check it. */
export type Work =
  | { readonly by: 'comparison'; readonly op: Comparison }
  | { readonly by: 'membership'; readonly negated: boolean }
  | { readonly by: 'range' }
  | { readonly by: 'absence'; readonly negated: boolean }
  | {
      readonly by: 'pattern';
      readonly anyCase: boolean;
      readonly negated: boolean;
      /** The LIKE pattern of a value; the value is one already where absent. */
      readonly pattern?: (value: string) => string;
    }
  | { readonly by: 'words' }
  | { readonly by: 'relationship'; readonly many: boolean };

export interface Operator {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly takes: 'value' | 'values' | 'pair' | 'nothing' | 'filter';
  readonly work: Work;
  /** The kinds of fields it works on; none for those on relationships. */
  readonly on: readonly Kind[];
  /** What the documents say about it. */
  readonly about: string;
}

const ORDERED: readonly Kind[] = ['text', 'integer', 'decimal', 'time', 'date'];
const ALL: readonly Kind[] = [...ORDERED, 'boolean', 'uuid'];
const ALL_AND_SETS: readonly Kind[] = [...ALL, 'names'];
const RANGES: readonly Kind[] = ['integer', 'decimal', 'time', 'date'];

function comparison(
  op: Comparison,
  aliases: readonly string[],
  on: readonly Kind[],
  about: string,
): Operator {
  return { name: op, aliases, takes: 'value', work: { by: 'comparison', op }, on, about };
}

function membership(
  name: string,
  aliases: readonly string[],
  negated: boolean,
  on: readonly Kind[],
): Operator {
  const about = negated ? 'none of the values' : 'one of the values';
  return { name, aliases, takes: 'values', work: { by: 'membership', negated }, on, about };
}

function absence(name: string, alias: string, negated: boolean): Operator {
  const about = negated ? 'has a value' : 'has no value';
  return { name, aliases: [alias], takes: 'nothing', work: { by: 'absence', negated }, on: ALL, about };
}

interface PatternOptions {
  readonly aliases?: readonly string[];
  readonly anyCase?: boolean;
  readonly negated?: boolean;
  readonly pattern?: (value: string) => string;
}

function pattern(name: string, about: string, options: PatternOptions = {}): Operator {
  const { aliases = [], anyCase = false, negated = false } = options;
  const work: Work = {
    by: 'pattern',
    anyCase,
    negated,
    ...(options.pattern && { pattern: options.pattern }),
  };
  return { name, aliases, takes: 'value', work, on: ['text'], about };
}

function relationship(name: string, many: boolean, about: string): Operator {
  return { name, aliases: [], takes: 'filter', work: { by: 'relationship', many }, on: [], about };
}

const containing = (value: string): string => `%${escapeLike(value)}%`;
const starting = (value: string): string => `${escapeLike(value)}%`;
const ending = (value: string): string => `%${escapeLike(value)}`;

/** All operators: parsers, checker and documents read this one table. */
export const OPERATORS: readonly Operator[] = [
  comparison('eq', ['==', '=', 'equals'], ALL_AND_SETS, 'equal; a day holds the times within it'),
  comparison('ne', ['!=', '<>', 'neq'], ALL_AND_SETS, 'not equal'),
  comparison('gt', ['>'], ORDERED, 'greater, later'),
  comparison('ge', ['>=', 'gte'], ORDERED, 'greater or equal'),
  comparison('lt', ['<'], ORDERED, 'less, earlier'),
  comparison('le', ['<=', 'lte'], ORDERED, 'less or equal'),
  membership('in', ['in_'], false, ALL_AND_SETS),
  membership('not_in', ['notin', 'notin_'], true, ALL),
  {
    name: 'between',
    aliases: [],
    takes: 'pair',
    work: { by: 'range' },
    on: RANGES,
    about: 'from the low to the high value, both included',
  },
  absence('is_null', 'is_', false),
  absence('is_not_null', 'isnot', true),
  pattern('like', 'fits a pattern with % and _, escaped by \\'),
  pattern('ilike', 'fits a pattern, in any case', { anyCase: true }),
  pattern('not_like', 'does not fit a pattern', { aliases: ['notlike'], negated: true }),
  pattern('not_ilike', 'does not fit a pattern, in any case', {
    aliases: ['notilike'],
    anyCase: true,
    negated: true,
  }),
  pattern('contains', 'contains this text', { pattern: containing }),
  pattern('startswith', 'starts with this text', { pattern: starting }),
  pattern('endswith', 'ends with this text', { pattern: ending }),
  pattern('icontains', 'contains this text, in any case', { pattern: containing, anyCase: true }),
  pattern('istartswith', 'starts with this text, in any case', { pattern: starting, anyCase: true }),
  pattern('iendswith', 'ends with this text, in any case', { pattern: ending, anyCase: true }),
  {
    name: 'match',
    aliases: [],
    takes: 'value',
    work: { by: 'words' },
    on: ['text'],
    about: 'contains every one of these words, in any case',
  },
  relationship('has', false, 'the related record exists, and fits'),
  relationship('any', true, 'a related record exists that fits'),
];

const byName: ReadonlyMap<string, Operator> = new Map(
  OPERATORS.flatMap((operator) => [operator.name, ...operator.aliases].map((name) => [name, operator])),
);

/** An operator by its name or an alias, in any case. */
export function operatorNamed(name: string): Operator | undefined {
  return byName.get(name.toLowerCase());
}

export const OPERATOR_NAMES: readonly string[] = OPERATORS.map((operator) => operator.name);

/** `is_` and `isnot` were made for `val: null`, so they may carry it. */
export function takesNull(name: string): boolean {
  return ['is_', 'isnot'].includes(name.toLowerCase());
}
