import { itemResource } from '../../src/loans/item.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { runResource } from '../../src/runs/run.resource.js';
import { type Leaf, isFilterable, kindOf, leafOf } from '../../src/shared/query/column.js';
import { type Operator, OPERATORS } from '../../src/shared/query/filter/operators.js';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import type { Resource, Viewer } from '../../src/shared/query/resource.js';
import { sortable } from '../../src/shared/query/sort-param.js';
import { catalog } from '../support/plans.js';
import { viewer } from '../support/shed.js';

export interface PlanCase {
  /** `admin: runs distance ge`, `member: loans sort -due_at`. */
  readonly name: string;
  readonly resource: Resource;
  readonly viewer: Viewer;
  readonly pairs: readonly Pair[];
}

/** Two values of each field, as they occur in the data; of texts, what is not in every third row. */
const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  'runs.id': ['4000', '5000'],
  'runs.start_time': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'runs.end_time': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'runs.distance': ['9000', '9001'],
  'runs.start_lat': ['48.05', '48.051'],
  'runs.start_lng': ['7.85', '7.851'],
  'runs.end_lat': ['48.05', '48.051'],
  'runs.end_lng': ['7.85', '7.851'],
  'runs.date': ['2025-03-01', '2025-03-02'],
  'runs.duration': ['3000', '3001'],
  'runs.weather_status': ['failed', 'pending'],
  'runs.created_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'runs.updated_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'runs.user': ['member-7', 'member-8'],
  'loans.id': ['4000', '5000'],
  'loans.loaned_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'loans.due_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'loans.returned_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'loans.status': ['open', 'overdue'],
  'loans.item_description': ['Kayak number 4711', 'Kayak number 4717'],
  'loans.item': ['item-4711', 'item-4712'],
  'loans.borrower': ['member-7', 'member-8'],
  'loans.lent_by': ['member-7', 'member-8'],
  'loans.returned_by': ['member-7', 'member-8'],
  'loan-items.id': ['item-4711', 'item-4712'],
  'loan-items.description': ['Kayak number 4711', 'Kayak number 4717'],
  'loan-items.available': ['false', 'true'],
  'loan-items.created_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'loan-items.updated_at': ['2025-03-01T10:00:00Z', '2025-03-02T10:00:00Z'],
  'loan-items.loanedto': ['member-7', 'member-8'],
};

function valueFor({ takes, work }: Operator, [low, high]: readonly [string, string]): string {
  if (takes === 'nothing') return '';
  if (takes !== 'value') return `${low},${high}`;
  return work.by === 'pattern' && !work.pattern ? `${low}%` : low;
}

/** Every operator on every field that it works on. */
function filters(resource: Resource): readonly (readonly [string, Pair])[] {
  return leaves(resource).flatMap((leaf) => {
    const values = VALUES[`${resource.collection}.${leaf.name}`];
    if (!values) throw new Error(`No values for ${resource.collection}.${leaf.name}`);
    return OPERATORS.filter(({ on }) => on.includes(kindOf(leaf))).map((operator): [string, Pair] => {
      const pair: Pair = [`filter[${leaf.name}][${operator.name}]`, valueFor(operator, values)];
      return [`${leaf.name} ${operator.name}`, pair];
    });
  });
}

function leaves(resource: Resource): readonly Leaf[] {
  const names = ['id', ...Object.keys(resource.attributes), ...Object.keys(resource.relationships)];
  return names
    .map((name) => leafOf(resource, name, catalog))
    .filter((leaf): leaf is Leaf => leaf !== null && isFilterable(leaf));
}

const related: Readonly<Record<string, readonly string[]>> = {
  runs: [`has(user, email eq 'member-7@club.example')`],
  loans: [`has(item, id eq 'item-4711')`, `has(borrower, username eq 'member-7')`],
  'loan-items': [`has(loanedto, username eq 'member-7')`, `any(loans, status eq 'overdue')`],
};

/** Every order, both ways. */
const sorts = (resource: Resource): readonly (readonly [string, Pair])[] =>
  sortable(resource, catalog).flatMap((name) =>
    [name, `-${name}`].map((key): [string, Pair] => [`sort ${key}`, ['sort', key]]),
  );

export const ADMIN = viewer('00000000-0000-0000-0000-000000000001', 'users', 'items', 'loans', 'runs');

/** All that the documents promise of lists of runs, loans and items, asked by an admin and by a member. */
export function planCases(memberId: string): readonly PlanCase[] {
  const viewers: readonly [string, Viewer][] = [
    ['admin', ADMIN],
    ['member', viewer(memberId)],
  ];
  return viewers.flatMap(([who, viewer]) =>
    [runResource, loanResource, itemResource].flatMap((resource) =>
      [
        ...filters(resource),
        ...(related[resource.collection] ?? []).map((text): [string, Pair] => [text, ['filter', text]]),
        ...sorts(resource),
      ].map(([name, pair]) => ({
        name: `${who}: ${resource.collection} ${name}`,
        resource,
        viewer,
        pairs: [pair],
      })),
    ),
  );
}
