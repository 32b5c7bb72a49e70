import type { Pair } from '../flat-pairs.js';
import type { Lens } from '../lens.js';
import type { Resource } from '../resource.js';
import { checkFilter } from './check.js';
import { type Filter, allOf } from './filter.js';
import { Limits, checkDepth } from './limits.js';
import { parseBrackets } from './parse-brackets.js';
import { parseJson } from './parse-json.js';
import { parseText } from './parse-text.js';
import { type Place, fault } from './place.js';
import type { RawNode } from './raw-node.js';

const AT_START: Place = { parameter: 'filter', meta: { offset: 0 } };

export const isFilterParameter = (name: string): boolean => name === 'filter' || name.startsWith('filter[');

/** Reads all filter parameters of a request, in whichever of the three forms; they are ANDed. Throws BadParameter. */
export function parseFilter(lens: Lens, resource: Resource, pairs: readonly Pair[]): Filter | null {
  const limits = new Limits();
  for (const [name, text] of pairs) limits.read(name.slice('filter'.length) + text, AT_START);
  const nodes = pairs.flatMap(([name, text]) => parseForm(name, text, limits));
  for (const node of nodes) checkDepth(node);
  return allOf(nodes.map((node) => checkFilter(lens, resource, node)));
}

function parseForm(name: string, text: string, limits: Limits): readonly RawNode[] {
  if (name !== 'filter') return [parseBrackets(name, text, limits)];
  if (text.trim() === '') throw fault(AT_START, 'The filter is empty.');
  return /^\s*[[{]/.test(text) ? parseJson(text, limits) : [parseText(text, limits)];
}
