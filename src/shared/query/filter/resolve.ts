import { type Column, type Step, isFilterable, leafOf, stepOf, toManyOf } from '../column.js';
import type { Lens } from '../lens.js';
import type { Resource } from '../resource.js';
import type { Related } from './filter.js';
import { fault } from './place.js';
import type { RawName } from './raw-node.js';

const MOST_STEPS = 2;

/** Finds a field by its path, `distance`, `user.email`, `item__loanedto`. Throws BadParameter with what is allowed. */
export function resolveColumn(lens: Lens, resource: Resource, path: RawName): Column {
  const [steps, end, last] = walk(lens, resource, path);
  const leaf = leafOf(end, last, lens.catalog);
  if (!leaf || !isFilterable(leaf)) throw unknown(path, fieldsOf(end));
  return { steps, leaf };
}

/** Finds a relationship by its path. Throws BadParameter with what is allowed. */
export function resolveRelated(lens: Lens, resource: Resource, path: RawName, many: boolean) {
  const [steps, end, last] = walk(lens, resource, path);
  const to = many ? toManyRelated(lens, end, last) : toOneRelated(lens, end, last);
  if (!to) throw unknown(path, relationshipsOf(end, many ? 'many' : 'one'));
  return { steps, to };
}

function toOneRelated({ catalog }: Lens, resource: Resource, name: string): Related | null {
  const step = stepOf(resource, name, catalog);
  return step && { is: 'one', step };
}

function toManyRelated({ catalog }: Lens, resource: Resource, name: string): Related | null {
  const relationship = toManyOf(resource, name);
  return relationship && { is: 'many', relationship, resource: catalog.related(relationship) };
}

/** Whether the viewer may name the fields of what a step leads to. */
export function mayReach({ viewer }: Lens, { relationship }: Step): boolean {
  return relationship.reach?.(viewer) ?? true;
}

function walk(lens: Lens, resource: Resource, path: RawName): readonly [readonly Step[], Resource, string] {
  const names = path.name.split(/\.|__/);
  const last = names.pop() ?? '';
  if (names.length > MOST_STEPS) throw fault(path.at, `A path has at most ${MOST_STEPS} steps.`);
  const steps: Step[] = [];
  let end = resource;
  for (const name of names) {
    const step = stepOf(end, name, lens.catalog);
    if (!step || !mayReach(lens, step)) throw unknown(path, fieldsOf(end));
    steps.push(step);
    end = step.resource;
  }
  return [steps, end, last];
}

function unknown(path: RawName, allowed: readonly string[]): Error {
  return fault(path.at, `There is no field "${path.name}" to filter by.`, allowed);
}

function fieldsOf(resource: Resource): readonly string[] {
  const attributes = Object.entries(resource.attributes)
    .filter(([name, attribute]) => isFilterable({ is: 'attribute', name, attribute }))
    .map(([name]) => name);
  return ['id', ...attributes, ...relationshipsOf(resource, 'one')];
}

function relationshipsOf(resource: Resource, kind: 'one' | 'many'): readonly string[] {
  return Object.entries(resource.relationships)
    .filter(([, relationship]) => relationship.kind === kind)
    .map(([name]) => name);
}
