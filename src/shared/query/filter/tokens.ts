import { type Place, fault } from './place.js';

/** A piece of a text filter. A `text` token's text is what stood between its quotes. */
export interface Token {
  readonly is: 'word' | 'literal' | 'text' | 'symbol' | 'end';
  readonly text: string;
  readonly at: Place;
}

/** One sticky expression, every branch of it linear; a bare value is what starts with a digit or a sign. */
const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<symbol>==|!=|<>|>=|<=|[=<>(),])|(?<literal>[-+\d][\w.:+-]*)|(?<word>[A-Za-z_][\w.]*))/y;

export const offsetIn = (offset: number): Place => ({ parameter: 'filter', meta: { offset } });

/** Splits a text filter; the last token is the end. Throws BadParameter with the offset of what is none. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  let position = 0;
  while (position < end) {
    const [token, next] = readToken(text, position);
    tokens.push(token);
    position = next;
  }
  return [...tokens, { is: 'end', text: '', at: offsetIn(text.length) }];
}

function readToken(text: string, position: number): readonly [Token, number] {
  TOKEN.lastIndex = position;
  const groups = TOKEN.exec(text)?.groups;
  const next = TOKEN.lastIndex;
  if (groups?.text)
    return [token('text', groups.text, next, groups.text.slice(1, -1).replaceAll("''", "'")), next];
  if (groups?.symbol) return [token('symbol', groups.symbol, next), next];
  if (groups?.literal) return [token('literal', groups.literal, next), next];
  if (groups?.word) return [token('word', groups.word, next), next];
  throw unreadable(text, position);
}

function token(is: Token['is'], source: string, end: number, text = source): Token {
  return { is, text, at: offsetIn(end - source.length) };
}

function unreadable(text: string, position: number): Error {
  const start = text.length - text.slice(position).trimStart().length;
  if (text[start] === "'") return fault(offsetIn(start), 'This quote is never closed.', ["'"]);
  return fault(offsetIn(start), 'This can stand in no filter; text goes in single quotes.');
}
