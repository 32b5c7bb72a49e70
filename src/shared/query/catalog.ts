import type { Relationship, Resource, ToOne } from './resource.js';

/** All resources by their type, so that they can name each other without importing each other. */
export class Catalog {
  private readonly byType: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.byType = new Map(resources.map((resource) => [resource.type, resource]));
    for (const resource of resources) {
      for (const relationship of Object.values(resource.relationships)) this.get(relationship.to);
    }
  }

  /** The resource of a type that the code names. Throws where there is none: a mistake of ours, met at start. */
  get(type: string): Resource {
    const resource = this.byType.get(type);
    if (!resource) throw new Error(`No resource has the type "${type}".`);
    return resource;
  }

  all(): readonly Resource[] {
    return [...this.byType.values()];
  }

  related(relationship: Relationship): Resource {
    return this.get(relationship.to);
  }
}

/** The to-one relationships of a resource: those that are printed and that `include` takes. */
export function toOnes(resource: Resource): readonly (readonly [string, ToOne])[] {
  return Object.entries(resource.relationships).filter(
    (entry): entry is [string, ToOne] => entry[1].kind === 'one',
  );
}
