import type { Pair } from '../query/flat-pairs.js';
import type { Resource } from '../query/resource.js';

/** Absolute, percent-encoded links, from a base such as `https://club.example` without a slash at its end. */
export class Links {
  constructor(private readonly base: string) {}

  /** The page of one record. */
  one(resource: Resource, id: string): string {
    return `${this.base}/${resource.collection}/${encodeURIComponent(id)}`;
  }

  /** The linkage of a relationship: which record, not what is in it. */
  relationship(resource: Resource, id: string, name: string): string {
    return `${this.one(resource, id)}/relationships/${name}`;
  }

  /** What a relationship leads to. */
  related(resource: Resource, id: string, name: string): string {
    return `${this.one(resource, id)}/${name}`;
  }

  /** A path as the client asked for it, with these parameters. */
  to(path: string, parameters: readonly Pair[]): string {
    const query = parameters.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
    return `${this.base}${encodePath(path)}${query && `?${query}`}`;
  }
}

/** Encodes each segment anew, whatever the client left as it was. */
const encodePath = (path: string): string =>
  NEEDS_NO_CODE.test(path) ? path : path.split('/').map(recode).join('/');

const NEEDS_NO_CODE = /^[\w./~-]*$/;
const recode = (segment: string): string => encodeURIComponent(decodeURIComponent(segment));
