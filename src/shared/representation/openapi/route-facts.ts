import { type Catalog, toOnes } from '../../query/catalog.js';
import type { Resource, ToOne } from '../../query/resource.js';
import type { Route } from './route.js';
import { pascal } from './schemas/names.js';

/** The parameter of a path, and the resource that it names one of: `{username}` in `/users/{username}/runs`. */
export interface PathParameter {
  readonly name: string;
  readonly resource: Resource;
}

/** The parameters of a path. Throws where one follows no collection. */
export function pathParameters(path: string, catalog: Catalog): readonly PathParameter[] {
  const segments = path.split('/');
  return segments.flatMap((segment, at) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) return [];
    const resource = catalog.all().find(({ collection }) => collection === segments[at - 1]);
    if (!resource) throw new Error(`${path} has a parameter that is no id.`);
    return [{ name, resource }];
  });
}

/** The to-one relationship that a path leads through: `user` in `/runs/{id}/user`. */
export function relationshipOf({ path }: Pick<Route, 'path'>, catalog: Catalog): ToOne | null {
  const [parameter] = pathParameters(path, catalog);
  const last = path.split('/').at(-1);
  return (parameter && toOnes(parameter.resource).find(([name]) => name === last)?.[1]) ?? null;
}

/** `CreateLoanItem`: the name of a body follows its resource. */
export const inputName = ({ method }: Route, { type }: Resource): string =>
  `${method === 'post' ? 'Create' : 'Update'}${pascal(type)}`;
