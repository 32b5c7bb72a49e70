import type { Limits } from './limits.js';
import { OPERATOR_NAMES, type Operator, operatorNamed, takesNull } from './operators.js';
import { type Place, fault } from './place.js';
import type { Operand, RawName, RawNode, RawValue } from './raw-node.js';

type Members = Readonly<Record<string, unknown>>;

const FORMS = ['and', 'or', 'not', 'name, op, val', 'name, op, field'];

/** Reads the JSON form: a node, or a list of nodes that are ANDed. Throws BadParameter with a JSON pointer. */
export function parseJson(text: string, limits: Limits): readonly RawNode[] {
  const at = placeOf('');
  const document = parseDocument(text, at);
  if (!Array.isArray(document)) return [readNode(document, at, limits)];
  return document.map((node: unknown, index) => readNode(node, below(at, index), limits));
}

function parseDocument(text: string, at: Place): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw fault(at, 'The filter is not valid JSON.');
    throw error;
  }
}

function readNode(node: unknown, at: Place, limits: Limits): RawNode {
  limits.node(at);
  if (!isObject(node)) throw fault(at, 'A filter node is an object.', FORMS);
  const names = Object.keys(node).sort().join();
  if (names === 'and' || names === 'or') {
    return { is: names, of: readList(node[names], below(at, names), limits), at };
  }
  if (names === 'not') return { is: 'not', of: readNode(node.not, below(at, 'not'), limits), at };
  if (['name,op', 'name,op,val', 'field,name,op'].includes(names)) return readTest(node, at, limits);
  throw fault(at, 'A filter node has exactly the members of one of its forms.', FORMS);
}

function readList(list: unknown, at: Place, limits: Limits): readonly RawNode[] {
  if (!Array.isArray(list) || list.length === 0)
    throw fault(at, 'This must be a list of filter nodes.', FORMS);
  return list.map((node: unknown, index) => readNode(node, below(at, index), limits));
}

function readTest(node: Members, at: Place, limits: Limits): RawNode {
  const name = readName(node.name, below(at, 'name'));
  const operator = readOperator(node.op, below(at, 'op'));
  if (operator.takes === 'filter') return readRelated(node, name, operator, at, limits);
  return { is: 'test', field: name, operator, operand: readOperand(node, operator, at, limits), at };
}

function readRelated(
  node: Members,
  relationship: RawName,
  operator: Operator,
  at: Place,
  limits: Limits,
): RawNode {
  if (Object.hasOwn(node, 'field')) throw fault(below(at, 'field'), `"${operator.name}" takes a filter.`);
  const of = Object.hasOwn(node, 'val') ? readNode(node.val, below(at, 'val'), limits) : null;
  return { is: 'related', relationship, operator, of, at };
}

function readOperand(node: Members, operator: Operator, at: Place, limits: Limits): Operand {
  const { takes, name } = operator;
  if (Object.hasOwn(node, 'field')) return { is: 'field', field: readName(node.field, below(at, 'field')) };
  const hasValue = Object.hasOwn(node, 'val');
  const value = below(at, 'val');
  if (takes === 'nothing') return readAbsent(node, hasValue, value);
  if (!hasValue) throw fault(at, `"${name}" needs a value.`, ['val']);
  if (takes === 'value') return readOne(node.val, value, limits);
  if (!Array.isArray(node.val)) throw fault(value, `"${name}" needs a list of values.`);
  limits.list(node.val.length, value);
  const values = node.val.map((item: unknown, index) => rawValue(item, below(value, index)));
  return { is: 'values', values, at: value };
}

function readAbsent(node: Members, hasValue: boolean, at: Place): Operand {
  const fits = !hasValue || (takesNull(String(node.op)) && node.val === null);
  if (!fits) throw fault(at, `"${String(node.op)}" takes no value.`);
  return { is: 'nothing' };
}

function readOne(value: unknown, at: Place, limits: Limits): Operand {
  limits.list(1, at);
  return { is: 'value', value: rawValue(value, at) };
}

function readName(name: unknown, at: Place): RawName {
  if (typeof name !== 'string') throw fault(at, 'A name must be text.');
  return { name, at };
}

function readOperator(name: unknown, at: Place): Operator {
  const operator = typeof name === 'string' ? operatorNamed(name) : undefined;
  if (!operator) throw fault(at, 'There is no such operator.', OPERATOR_NAMES);
  return operator;
}

const rawValue = (value: unknown, at: Place): RawValue => ({ value, loose: false, at });

const isObject = (node: unknown): node is Members =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

const placeOf = (pointer: string): Place => ({ parameter: 'filter', meta: { pointer } });

function below(at: Place, member: string | number): Place {
  return 'pointer' in at.meta ? placeOf(`${at.meta.pointer}/${member}`) : at;
}
