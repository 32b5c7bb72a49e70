import { BadParameter } from '../errors/errors.js';
import { stepOf } from './column.js';
import type { Lens } from './lens.js';
import type { Resource } from './resource.js';

export const MOST_PATHS = 5;
export const MOST_STEPS = 3;

/**
 * Reads `item.loanedto,borrower`: paths of to-one relationships; an empty text asks for none, null is no such
 * parameter. Throws BadParameter.
 */
export function parseInclude(
  lens: Lens,
  resource: Resource,
  text: string | null,
): readonly (readonly string[])[] | null {
  if (text === null) return null;
  const paths = text === '' ? [] : [...new Set(text.split(','))];
  if (paths.length > MOST_PATHS)
    throw new BadParameter('include', `At most ${MOST_PATHS} paths are included.`);
  return paths.map((path) => readPath(lens, resource, path));
}

function readPath(lens: Lens, resource: Resource, path: string): readonly string[] {
  const names = path.split('.');
  if (names.length > MOST_STEPS) throw new BadParameter('include', `A path has at most ${MOST_STEPS} steps.`);
  let end = resource;
  for (const name of names) {
    const step = stepOf(end, name, lens.catalog);
    if (!step) throw unknown(path, name, end);
    end = step.resource;
  }
  return names;
}

function unknown(path: string, name: string, { type, relationships }: Resource): BadParameter {
  const isMany = Object.hasOwn(relationships, name);
  const why = isMany
    ? `"${name}" leads to many, which have a list of their own.`
    : `"${type}" has no "${name}".`;
  return new BadParameter('include', `"${path}" cannot be included: ${why}`, {
    allowed: names(relationships),
  });
}

function names(relationships: Resource['relationships']): readonly string[] {
  return Object.keys(relationships).filter((name) => relationships[name]?.kind === 'one');
}
