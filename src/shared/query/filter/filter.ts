import type { Column, Step } from '../column.js';
import type { Resource, ToMany } from '../resource.js';
import type { Comparison } from './operators.js';

/** A checked value: it fits the kind of the column that it is compared with. Times are ISO 8601, UTC, in milliseconds. */
export type Scalar = string | number | boolean;

/** What `has` and `any` look for: the records that a relationship leads to. */
export type Related =
  | { readonly is: 'one'; readonly step: Step }
  | { readonly is: 'many'; readonly relationship: ToMany; readonly resource: Resource };

/** A checked filter: every name is a definition, every value fits, and compiling it cannot fail. */
export type Filter =
  | { readonly is: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly is: 'not'; readonly of: Filter }
  | {
      readonly is: 'comparison';
      readonly column: Column;
      readonly op: Comparison;
      readonly value: Scalar;
    }
  | { readonly is: 'columns'; readonly column: Column; readonly op: Comparison; readonly other: Column }
  | { readonly is: 'membership'; readonly column: Column; readonly values: readonly Scalar[] }
  | { readonly is: 'absence'; readonly column: Column; readonly negated: boolean }
  | {
      readonly is: 'pattern';
      readonly column: Column;
      readonly pattern: string;
      readonly anyCase: boolean;
      readonly negated: boolean;
    }
  | {
      readonly is: 'related';
      readonly steps: readonly Step[];
      readonly to: Related;
      readonly of: Filter | null;
    };

/** Every part of a filter that is no AND, OR or NOT; what stands inside `has` and `any` is theirs. */
export type Test = Exclude<Filter, { is: 'and' | 'or' } | { is: 'not' }>;

export function testsOf(filter: Filter): readonly Test[] {
  switch (filter.is) {
    case 'and':
    case 'or':
      return filter.of.flatMap(testsOf);
    case 'not':
      return testsOf(filter.of);
    case 'comparison':
    case 'columns':
    case 'membership':
    case 'absence':
    case 'pattern':
    case 'related':
      return [filter];
  }
}

/** Whether a filter speaks of a field or relationship of the resource itself, or of what lies behind it. */
export function mentions(filter: Filter | null, name: string): boolean {
  return filter !== null && testsOf(filter).some((test) => namesOf(test).includes(name));
}

function namesOf(test: Test): readonly string[] {
  if (test.is !== 'related') {
    const columns = test.is === 'columns' ? [test.column, test.other] : [test.column];
    return columns.map(({ steps, leaf }) => steps[0]?.name ?? leaf.name);
  }
  const first = test.steps[0] ?? (test.to.is === 'one' ? test.to.step : null);
  return first ? [first.name] : [];
}

export function allOf(filters: readonly Filter[]): Filter | null {
  const [first, ...rest] = filters;
  if (!first) return null;
  return rest.length === 0 ? first : { is: 'and', of: filters };
}
