import { type Column, kindOf } from '../column.js';
import type { Lens } from '../lens.js';
import type { Resource } from '../resource.js';
import { checkComparison, checkMembership, checkRange } from './check-values.js';
import { checkColumns } from './check-columns.js';
import { checkPattern, checkWords } from './check-pattern.js';
import type { Filter } from './filter.js';
import type { Operator } from './operators.js';
import { fault } from './place.js';
import type { Operand, RawNode, RawValue } from './raw-node.js';
import { mayReach, resolveColumn, resolveRelated } from './resolve.js';

type RawTest = Extract<RawNode, { is: 'test' }>;
type RawRelated = Extract<RawNode, { is: 'related' }>;

/** Looks every name up and reads every value; what comes out can be compiled. Throws BadParameter. */
export function checkFilter(lens: Lens, resource: Resource, node: RawNode): Filter {
  switch (node.is) {
    case 'and':
    case 'or':
      return { is: node.is, of: node.of.map((child) => checkFilter(lens, resource, child)) };
    case 'not':
      return { is: 'not', of: checkFilter(lens, resource, node.of) };
    case 'related':
      return checkRelated(lens, resource, node);
    case 'test':
      return checkTest(lens, resource, node);
  }
}

function checkRelated(lens: Lens, resource: Resource, { relationship, operator, of }: RawRelated): Filter {
  const many = operator.work.by === 'relationship' && operator.work.many;
  const { steps, to } = resolveRelated(lens, resource, relationship, many);
  if (!of) return { is: 'related', steps, to, of: null };
  if (to.is === 'many') return { is: 'related', steps, to, of: checkFilter(lens, to.resource, of) };
  if (!mayReach(lens, to.step))
    throw fault(relationship.at, `There is nothing to filter by behind "${relationship.name}".`);
  return { is: 'related', steps, to, of: checkFilter(lens, to.step.resource, of) };
}

function checkTest(lens: Lens, resource: Resource, test: RawTest): Filter {
  const column = resolveColumn(lens, resource, test.field);
  const { operator, operand, field } = test;
  const kind = kindOf(column.leaf);
  if (!operator.on.includes(kind)) {
    throw fault(
      test.at,
      `"${operator.name}" does not work on "${field.name}", which is ${kind}.`,
      operator.on,
    );
  }
  if (operand.is !== 'field') return checkOperand(column, operator, operand, test);
  return checkColumns(operator, column, resolveColumn(lens, resource, operand.field), operand.field.at);
}

function checkOperand(column: Column, operator: Operator, operand: Operand, { at }: RawTest): Filter {
  const { work } = operator;
  switch (work.by) {
    case 'comparison':
      return checkComparison(column, work.op, oneOf(operand, operator, at));
    case 'membership':
      return checkMembership(column, work.negated, manyOf(operand), at);
    case 'range':
      return checkRange(column, manyOf(operand), at);
    case 'absence':
      return { is: 'absence', column, negated: work.negated };
    case 'pattern':
      return checkPattern(column, work, oneOf(operand, operator, at));
    case 'words':
      return checkWords(column, oneOf(operand, operator, at));
    case 'relationship':
      throw fault(at, `"${operator.name}" takes a relationship.`);
  }
}

function oneOf(operand: Operand, { name }: Operator, at: RawTest['at']): RawValue {
  if (operand.is !== 'value') throw fault(at, `"${name}" needs one value.`);
  return operand.value;
}

const manyOf = (operand: Operand): readonly RawValue[] => (operand.is === 'values' ? operand.values : []);
