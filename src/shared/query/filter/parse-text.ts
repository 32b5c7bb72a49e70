import type { Limits } from './limits.js';
import { isRelated, readRelated, readTest } from './parse-test.js';
import { fault } from './place.js';
import type { RawNode } from './raw-node.js';
import { TokenReader } from './token-reader.js';
import { type Token, tokenise } from './tokens.js';

/** What is open at a point of the text: the whole, a parenthesis, or the filter inside `has(…)` and `any(…)`. */
interface Group {
  readonly around: Group | null;
  readonly opener: Token;
  /** Makes of the finished inside what it stands for outside. */
  readonly close: (inside: RawNode) => RawNode;
  /** Alternatives, each the operands of an AND. */
  readonly alternatives: RawNode[][];
  /** The NOTs that wait for their operand. */
  readonly nots: Token[];
}

/** Reads the text form (its grammar is in docs/filtering.md). Throws BadParameter with the offset of the fault. */
export function parseText(text: string, limits: Limits): RawNode {
  return new TextParser(new TokenReader(tokenise(text)), limits).parse();
}

/** Open groups are linked to each other, not calls of a function: thousands of parentheses do no harm. */
class TextParser {
  private group: Group;

  constructor(
    private readonly tokens: TokenReader,
    private readonly limits: Limits,
  ) {
    this.group = open(tokens.peek(), null);
  }

  parse(): RawNode {
    for (;;) {
      this.readOperand();
      while (this.group.around && this.tokens.takeSymbol(')')) this.closeGroup(this.group.around);
      if (this.tokens.peek().is === 'end') return this.finish();
      this.readConnective();
    }
  }

  private readOperand(): void {
    for (;;) {
      const token = this.tokens.peek();
      if (this.tokens.takeWord('not')) this.group.nots.push(token);
      else if (this.tokens.takeSymbol('(')) this.group = open(token, this.group);
      else if (!isRelated(this.tokens)) {
        this.add(readTest(this.tokens, this.limits));
        return;
      } else if (!this.readRelated()) return;
    }
  }

  /** Whether a filter follows inside, which is then the open group. */
  private readRelated(): boolean {
    const { opener, make } = readRelated(this.tokens, this.limits);
    if (this.tokens.takeSymbol(',')) {
      this.group = open(opener, this.group, make);
      return true;
    }
    this.tokens.expectSymbol(')', [',', ')']);
    this.add(make(null));
    return false;
  }

  private readConnective(): void {
    if (this.tokens.takeWord('and')) return;
    const allowed = this.group.around ? ['AND', 'OR', ')'] : ['AND', 'OR'];
    if (!this.tokens.takeWord('or'))
      throw fault(this.tokens.peek().at, 'Two conditions need a connective.', allowed);
    this.group.alternatives.push([]);
  }

  private closeGroup(around: Group): void {
    const node = this.group.close(this.combine());
    this.group = around;
    this.add(node);
  }

  private finish(): RawNode {
    if (this.group.around)
      throw fault(this.group.opener.at, 'This parenthesis is never closed.', ['AND', 'OR', ')']);
    return this.combine();
  }

  private add(operand: RawNode): void {
    const node = this.group.nots.splice(0).reduceRight<RawNode>((of, { at }) => {
      this.limits.node(at);
      return { is: 'not', of, at };
    }, operand);
    this.group.alternatives.at(-1)?.push(node);
  }

  private combine(): RawNode {
    const alternatives = this.group.alternatives.map((operands) => this.join('and', operands));
    return this.join('or', alternatives);
  }

  private join(is: 'and' | 'or', of: readonly RawNode[]): RawNode {
    const at = this.group.opener.at;
    const [first, second] = of;
    if (first && !second) return first;
    this.limits.node(at);
    return { is, of, at };
  }
}

function open(opener: Token, around: Group | null, close: Group['close'] = (inside) => inside): Group {
  return { around, opener, close, alternatives: [[]], nots: [] };
}
