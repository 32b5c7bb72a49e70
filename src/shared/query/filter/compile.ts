import sql, { type Sql, join, raw } from 'sql-template-tag';
import { type Column, ignoresCase, kindOf } from '../column.js';
import { Joins } from '../joins.js';
import { castList, castValue } from './cast.js';
import { compileCases } from './compile-cases.js';
import { compileLink } from './compile-link.js';
import type { Filter, Scalar } from './filter.js';
import type { Comparison } from './operators.js';

type Of<K extends Filter['is']> = Extract<Filter, { is: K }>;

const SIGNS: Readonly<Record<Comparison, Sql>> = {
  eq: raw('='),
  ne: raw('<>'),
  gt: raw('>'),
  ge: raw('>='),
  lt: raw('<'),
  le: raw('<='),
};

/** The condition that a checked filter states; the tables it needs are collected in `joins`. */
export function compileFilter(filter: Filter, joins: Joins): Sql {
  switch (filter.is) {
    case 'and':
    case 'or':
      return sql`(${join(
        filter.of.map((child) => compileFilter(child, joins)),
        ` ${filter.is.toUpperCase()} `,
      )})`;
    case 'not':
      return sql`(NOT ${compileFilter(filter.of, joins)})`;
    case 'comparison':
      return compileComparison(filter, joins);
    case 'columns':
      return compileColumns(filter, joins);
    case 'membership':
      return compileMembership(filter, joins);
    case 'absence':
      return sql`(${keyOrValue(filter.column, joins)} ${raw(filter.negated ? 'IS NOT NULL' : 'IS NULL')})`;
    case 'pattern':
      return compilePattern(filter, joins);
    case 'related':
      return compileRelated(filter, joins);
  }
}

function compileComparison({ column, op, value }: Of<'comparison'>, joins: Joins): Sql {
  if (op === 'eq') return compileEquality(column, value, joins);
  if (op === 'ne') return sql`(NOT ${compileEquality(column, value, joins)})`;
  const kind = kindOf(column.leaf);
  return sql`(${ordered(column, joins)} ${SIGNS[op]} ${castValue(kind, value)})`;
}

function compileEquality(column: Column, value: Scalar, joins: Joins): Sql {
  const special = compileLink(column, [value], joins) ?? compileCases(column, [value], joins);
  if (special) return special;
  const kind = kindOf(column.leaf);
  const stored = joins.value(column);
  if (kind === 'names') return sql`(${castValue('text', value)} = ANY(${stored}))`;
  if (ignoresCase(column.leaf)) return sql`(lower(${stored}) = lower(${castValue('text', value)}))`;
  return sql`(${stored} = ${castValue(kind, value)})`;
}

function compileMembership({ column, values }: Of<'membership'>, joins: Joins): Sql {
  const special = compileLink(column, values, joins) ?? compileCases(column, values, joins);
  if (special) return special;
  const kind = kindOf(column.leaf);
  const stored = joins.value(column);
  const list = castList(kind, values);
  if (kind === 'names') return sql`(${stored} && ${list})`;
  if (!ignoresCase(column.leaf)) return sql`(${stored} = ANY(${list}))`;
  return sql`(lower(${stored}) = ANY(ARRAY(SELECT lower(v) FROM unnest(${list}) AS v)))`;
}

function compileColumns({ column, op, other }: Of<'columns'>, joins: Joins): Sql {
  const equality = op === 'eq' || op === 'ne';
  if (!equality) return sql`(${ordered(column, joins)} ${SIGNS[op]} ${ordered(other, joins)})`;
  const [left, right] = [joins.value(column), joins.value(other)];
  const anyCase = ignoresCase(column.leaf) || ignoresCase(other.leaf);
  return anyCase ? sql`(lower(${left}) ${SIGNS[op]} lower(${right}))` : sql`(${left} ${SIGNS[op]} ${right})`;
}

function compilePattern({ column, pattern, anyCase, negated }: Of<'pattern'>, joins: Joins): Sql {
  const operator = `${negated ? 'NOT ' : ''}${anyCase ? 'ILIKE' : 'LIKE'}`;
  return sql`(${joins.value(column)} ${raw(operator)} ${castValue('text', pattern)})`;
}

/** The related rows are those the viewer may see, and so are the rows on the way to them. */
function compileRelated({ steps, to, of }: Of<'related'>, joins: Joins): Sql {
  const resource = to.is === 'one' ? to.step.resource : to.resource;
  const row = raw(`x${joins.depth + 1}`);
  const inner = new Joins(resource, row, joins.viewer, joins.depth + 1);
  const from = joins.reach(steps);
  const belongs =
    to.is === 'one'
      ? sql`${row}.${raw(resource.key)} = ${to.step.relationship.key(from, joins.viewer)}`
      : to.relationship.on(from, row);
  const conditions = [belongs, resource.visibleTo(joins.viewer, row)];
  if (of) conditions.push(compileFilter(of, inner));
  const where = sql`(${join(conditions, ') AND (')})`;
  const exists = sql`EXISTS (SELECT 1 FROM ${raw(resource.table)} AS ${row} ${inner.toSql(where)} WHERE ${where})`;
  return steps.length === 0 ? exists : sql`(coalesce(${joins.visible(steps)}, FALSE) AND ${exists})`;
}

/** Text is ordered by code point, whatever language the database speaks. */
function ordered(column: Column, joins: Joins): Sql {
  const value = joins.value(column);
  return kindOf(column.leaf) === 'text' ? sql`${value} COLLATE "C"` : value;
}

/** A relationship is empty where its key is null: no need to look at the other table. */
function keyOrValue({ steps, leaf }: Column, joins: Joins): Sql {
  return leaf.is === 'link' ? joins.key(steps, leaf.step) : joins.value({ steps, leaf });
}
