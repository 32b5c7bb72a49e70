import type { RawNode, RawValue } from '../../src/shared/query/filter/raw-node.js';

/** A raw filter without its places: what two forms of one filter have in common. */
export function shapeOf(node: RawNode): unknown {
  switch (node.is) {
    case 'and':
    case 'or':
      return { [node.is]: node.of.map(shapeOf) };
    case 'not':
      return { not: shapeOf(node.of) };
    case 'related':
      return { [node.operator.name]: node.relationship.name, of: node.of && shapeOf(node.of) };
    case 'test':
      return [node.field.name, node.operator.name, ...operandOf(node.operand)];
  }
}

function operandOf(operand: Extract<RawNode, { is: 'test' }>['operand']): readonly unknown[] {
  switch (operand.is) {
    case 'nothing':
      return [];
    case 'value':
      return [operand.value.value];
    case 'values':
      return [operand.values.map((value) => value.value)];
    case 'field':
      return [{ field: operand.field.name }];
  }
}

/** The text form of a raw filter, in which every group has its parentheses. */
export function toText(node: RawNode): string {
  switch (node.is) {
    case 'and':
    case 'or':
      return `(${node.of.map(toText).join(node.is === 'and' ? ' AND ' : ' or ')})`;
    case 'not':
      return `NOT ${toText(node.of)}`;
    case 'related':
      return `${node.operator.name}(${[node.relationship.name, ...(node.of ? [toText(node.of)] : [])].join(', ')})`;
    case 'test':
      return `${node.field.name} ${node.operator.name} ${operandText(node)}`;
  }
}

function operandText({ operator, operand }: Extract<RawNode, { is: 'test' }>): string {
  switch (operand.is) {
    case 'nothing':
      return '';
    case 'value':
      return valueText(operand.value);
    case 'field':
      return operand.field.name;
    case 'values': {
      const values = operand.values.map(valueText);
      return operator.takes === 'pair' ? values.join(' and ') : `(${values.join(',')})`;
    }
  }
}

const valueText = ({ value }: RawValue): string =>
  value === null
    ? 'null'
    : `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
