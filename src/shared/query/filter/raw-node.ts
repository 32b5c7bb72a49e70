import type { Operator } from './operators.js';
import type { Place } from './place.js';

/** A name as the client wrote it. */
export interface RawName {
  readonly name: string;
  readonly at: Place;
}

/** A value as the client wrote it. */
export interface RawValue {
  readonly value: unknown;
  /** The form it came in knows text only, so that `"5"` may be a number and `"true"` a truth. */
  readonly loose: boolean;
  readonly at: Place;
}

export type Operand =
  | { readonly is: 'nothing' }
  | { readonly is: 'value'; readonly value: RawValue }
  | { readonly is: 'values'; readonly values: readonly RawValue[]; readonly at: Place }
  | { readonly is: 'field'; readonly field: RawName };

/** A filter as it was written, well formed but unchecked: its names may not exist and its values may not fit. */
export type RawNode =
  | { readonly is: 'and' | 'or'; readonly of: readonly RawNode[]; readonly at: Place }
  | { readonly is: 'not'; readonly of: RawNode; readonly at: Place }
  | {
      readonly is: 'test';
      readonly field: RawName;
      readonly operator: Operator;
      readonly operand: Operand;
      readonly at: Place;
    }
  | {
      readonly is: 'related';
      readonly relationship: RawName;
      readonly operator: Operator;
      readonly of: RawNode | null;
      readonly at: Place;
    };

export function childrenOf(node: RawNode): readonly RawNode[] {
  switch (node.is) {
    case 'and':
    case 'or':
      return node.of;
    case 'not':
      return [node.of];
    case 'related':
      return node.of ? [node.of] : [];
    case 'test':
      return [];
  }
}
