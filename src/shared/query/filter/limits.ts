import { type Place, fault } from './place.js';
import { type RawNode, childrenOf } from './raw-node.js';

const MOST_BYTES = 8192;
const MOST_DEPTH = 10;
const MOST_NODES = 100;
const MOST_VALUES_IN_A_LIST = 200;
const MOST_VALUES = 500;

/** What one request may spend on its filters, together. Parsers ask before they go on, so hostile input costs little. */
export class Limits {
  private bytes = 0;
  private nodes = 0;
  private values = 0;

  /** Counts decoded text, before it is looked at. */
  read(text: string, at: Place): void {
    this.bytes += Buffer.byteLength(text);
    if (this.bytes > MOST_BYTES) throw fault(at, `A filter has at most ${MOST_BYTES} bytes.`);
  }

  /** Counts a node, before its children are read. */
  node(at: Place): void {
    this.nodes += 1;
    if (this.nodes > MOST_NODES) throw fault(at, `A filter has at most ${MOST_NODES} nodes.`);
  }

  /** Counts the values of one operand. */
  list(count: number, at: Place): void {
    if (count > MOST_VALUES_IN_A_LIST) throw fault(at, `A list has at most ${MOST_VALUES_IN_A_LIST} values.`);
    this.values += count;
    if (this.values > MOST_VALUES) throw fault(at, `A filter has at most ${MOST_VALUES} values.`);
  }
}

/** The root's depth is 1; parentheses in text make no node and so count nothing. */
export function checkDepth(node: RawNode, depth = 1): void {
  if (depth > MOST_DEPTH) throw fault(node.at, `A filter is at most ${MOST_DEPTH} deep.`);
  for (const child of childrenOf(node)) checkDepth(child, depth + 1);
}
