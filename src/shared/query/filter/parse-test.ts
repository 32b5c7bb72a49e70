import type { Limits } from './limits.js';
import { OPERATOR_NAMES, type Operator, operatorNamed, takesNull } from './operators.js';
import { fault } from './place.js';
import type { Operand, RawName, RawNode, RawValue } from './raw-node.js';
import type { TokenReader } from './token-reader.js';
import type { Token } from './tokens.js';

const NUMBER = /^[-+]?\d+(?:\.\d+)?$/;
const DATE_OR_TIME = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[-+][\d:]+)?)?$/i;
const VALUES = ["'text'", 'number', 'true', 'false', 'null', 'date', 'time'];
const RESERVED = ['and', 'or', 'not', 'in', 'is', 'between', 'null', 'true', 'false'];

/** Whether `HAS(` or `ANY(` stands here. */
export function isRelated(tokens: TokenReader): boolean {
  return (tokens.isWord('has') || tokens.isWord('any')) && tokens.isSymbol('(', 1);
}

/** Reads `HAS(path`; what follows is the caller's, who then has the node made. */
export function readRelated(tokens: TokenReader, limits: Limits) {
  const opener = tokens.take();
  const operator = operatorAt(opener);
  limits.node(opener.at);
  tokens.expectSymbol('(');
  const relationship = readPath(tokens);
  const make = (of: RawNode | null): RawNode => ({
    is: 'related',
    relationship,
    operator,
    of,
    at: opener.at,
  });
  return { opener, make };
}

/** Reads one condition: `distance gt 20`, `id NOT IN (1, 2)`, `due_at IS NULL`. */
export function readTest(tokens: TokenReader, limits: Limits): RawNode {
  const field = readPath(tokens);
  limits.node(field.at);
  const test = (operator: Operator, operand: Operand): RawNode => ({
    is: 'test',
    field,
    operator,
    operand,
    at: field.at,
  });
  const token = tokens.take();
  if (isKeyword(token, 'is')) {
    const operator = named(tokens.takeWord('not') ? 'is_not_null' : 'is_null');
    tokens.expectWord('null');
    return test(operator, { is: 'nothing' });
  }
  if (!isKeyword(token, 'not')) return test(operatorAt(token), readOperand(tokens, token, limits));
  if (tokens.isWord('in')) return test(named('not_in'), readOperand(tokens, tokens.take(), limits));
  tokens.expectWord('between');
  limits.node(token.at);
  return { is: 'not', of: test(named('between'), readRange(tokens, token, limits)), at: token.at };
}

function readOperand(tokens: TokenReader, written: Token, limits: Limits): Operand {
  const { takes } = operatorAt(written);
  if (takes === 'filter')
    throw fault(written.at, `Write ${written.text.toUpperCase()}(relationship, filter).`);
  if (takes === 'pair') return readRange(tokens, written, limits);
  if (takes === 'values') return readList(tokens, limits);
  if (takes === 'nothing') return readNothing(tokens, written);
  if (isPath(tokens.peek())) return { is: 'field', field: readPath(tokens) };
  limits.list(1, tokens.peek().at);
  return { is: 'value', value: readValue(tokens) };
}

function readNothing(tokens: TokenReader, written: Token): Operand {
  if (takesNull(written.text)) tokens.expectWord('null');
  return { is: 'nothing' };
}

function readRange(tokens: TokenReader, { at }: Token, limits: Limits): Operand {
  limits.list(2, at);
  const low = readValue(tokens);
  tokens.expectWord('and');
  return { is: 'values', values: [low, readValue(tokens)], at };
}

function readList(tokens: TokenReader, limits: Limits): Operand {
  const { at } = tokens.peek();
  tokens.expectSymbol('(');
  const values = [readValue(tokens)];
  while (tokens.takeSymbol(',')) values.push(readValue(tokens));
  tokens.expectSymbol(')', [',', ')']);
  limits.list(values.length, at);
  return { is: 'values', values, at };
}

function readValue(tokens: TokenReader): RawValue {
  const token = tokens.take();
  const { at, text } = token;
  if (isKeyword(token, 'null')) return { value: null, loose: true, at };
  const bare = token.is === 'literal' && (NUMBER.test(text) || DATE_OR_TIME.test(text));
  const truth = isKeyword(token, 'true') || isKeyword(token, 'false');
  if (token.is === 'text' || bare) return { value: text, loose: true, at };
  if (truth) return { value: text.toLowerCase(), loose: true, at };
  throw fault(at, 'Here stands a value; text goes in single quotes.', VALUES);
}

function readPath(tokens: TokenReader): RawName {
  const token = tokens.take();
  if (!isPath(token))
    throw fault(token.at, 'Here stands a field, or a condition.', ['field', 'NOT', '(', 'HAS', 'ANY']);
  return { name: token.text, at: token.at };
}

function operatorAt(token: Token): Operator {
  const operator = ['word', 'symbol'].includes(token.is) ? operatorNamed(token.text) : undefined;
  if (!operator) throw fault(token.at, 'Here stands an operator.', [...OPERATOR_NAMES, 'IS', 'NOT']);
  return operator;
}

function named(name: string): Operator {
  const operator = operatorNamed(name);
  if (!operator) throw new Error(`There is no operator "${name}".`);
  return operator;
}

const isPath = (token: Token): boolean => token.is === 'word' && !RESERVED.includes(token.text.toLowerCase());

const isKeyword = (token: Token, word: string): boolean =>
  token.is === 'word' && token.text.toLowerCase() === word;
