import { fault } from './place.js';
import type { Token } from './tokens.js';

/** Walks over tokens; it stays on the last one, the end. */
export class TokenReader {
  private position = 0;
  private readonly end: Token;

  constructor(private readonly tokens: readonly Token[]) {
    const end = tokens.at(-1);
    if (!end) throw new Error('There is always the token of the end.');
    this.end = end;
  }

  peek(ahead = 0): Token {
    return this.tokens[this.position + ahead] ?? this.end;
  }

  take(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.is === 'word' && token.text.toLowerCase() === word;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.is === 'symbol' && token.text === symbol;
  }

  takeWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.position += 1;
    return found;
  }

  takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    if (found) this.position += 1;
    return found;
  }

  expectSymbol(symbol: string, allowed: readonly string[] = [symbol]): void {
    if (!this.takeSymbol(symbol)) throw fault(this.peek().at, `"${symbol}" is missing.`, allowed);
  }

  expectWord(word: string): void {
    if (!this.takeWord(word))
      throw fault(this.peek().at, `${word.toUpperCase()} is missing.`, [word.toUpperCase()]);
  }
}
