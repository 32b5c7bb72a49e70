import { type DynamicModule, Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { Catalog } from '../query/catalog.js';
import type { Resource } from '../query/resource.js';
import { linkageChangeControllers } from './linkage-change-routes.js';
import { LinkageChanges } from './linkage-changes.js';
import { relationshipControllers } from './relationship-routes.js';

/** The routes of all relationships that resources print. */
@Module({})
export class RelationshipsModule {
  static forRoot(resources: readonly Resource[]): DynamicModule {
    const catalog = new Catalog(resources);
    const controllers = resources.flatMap((resource) => [
      ...relationshipControllers(resource, (type) => catalog.get(type)),
      ...linkageChangeControllers(resource),
    ]);
    return {
      module: RelationshipsModule,
      imports: [DispatchModule],
      controllers,
      providers: [LinkageChanges],
    };
  }
}
