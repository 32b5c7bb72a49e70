import type { Limits } from './limits.js';
import { OPERATOR_NAMES, type Operator, operatorNamed, takesNull } from './operators.js';
import { type Place, fault } from './place.js';
import type { Operand, RawNode, RawValue } from './raw-node.js';

const NAME = /^filter\[([^[\]]*)\](?:\[([^[\]]*)\])?$/;
const FORMS = ['filter[field]', 'filter[field][operator]'];

/** Reads one parameter of the bracket form: `filter[distance][ge]=5000`. Throws BadParameter. */
export function parseBrackets(name: string, text: string, limits: Limits): RawNode {
  const at: Place = { parameter: 'filter', meta: { name, offset: 0 } };
  const [, field, written] = NAME.exec(name) ?? [];
  if (field === undefined) throw fault(at, `"${name}" is no condition.`, FORMS);
  limits.node(at);
  const values = splitList(text).map(({ value, offset }): RawValue => {
    return { value, loose: true, at: { parameter: 'filter', meta: { name, offset } } };
  });
  const operator = readOperator(written, values.length > 1, at);
  if (operator.takes === 'filter') return readRelated(field, operator, text, at);
  const operand = readOperand(operator, written, values, at, limits);
  return { is: 'test', field: { name: field, at }, operator, operand, at };
}

function readOperator(written: string | undefined, isList: boolean, at: Place): Operator {
  const operator = operatorNamed(written ?? (isList ? 'in' : 'eq'));
  if (!operator) throw fault(at, `There is no operator "${written ?? ''}".`, OPERATOR_NAMES);
  return operator;
}

function readRelated(name: string, operator: Operator, text: string, at: Place): RawNode {
  if (text !== '')
    throw fault(at, `"${operator.name}" takes no value in this form; write the filter as JSON or text.`);
  return { is: 'related', relationship: { name, at }, operator, of: null, at };
}

function readOperand(
  { takes, name }: Operator,
  written: string | undefined,
  values: readonly RawValue[],
  at: Place,
  limits: Limits,
): Operand {
  limits.list(values.length, at);
  if (takes === 'values' || takes === 'pair') return { is: 'values', values, at };
  const [value, second] = values;
  if (second) throw fault(second.at, `"${name}" takes no list; a comma in a text is written "\\,".`);
  if (takes !== 'nothing') return value ? { is: 'value', value } : { is: 'nothing' };
  const isNull = value?.value === 'null' && takesNull(written ?? '');
  if (value?.value !== '' && !isNull) throw fault(at, `"${name}" takes no value.`);
  return { is: 'nothing' };
}

interface Part {
  value: string;
  readonly offset: number;
}

/** Splits at commas; `\,` is a comma and `\\` a backslash within a value. */
function splitList(text: string): readonly Part[] {
  let last: Part = { value: '', offset: 0 };
  const parts = [last];
  for (const { 0: piece, index } of text.matchAll(/\\[\\,]|,|[^\\,]+|\\/g)) {
    if (piece === ',') {
      last = { value: '', offset: index + 1 };
      parts.push(last);
    } else {
      last.value += piece.length === 2 && piece.startsWith('\\') ? piece.charAt(1) : piece;
    }
  }
  return parts;
}
