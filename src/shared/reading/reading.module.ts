import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Catalog } from '../query/catalog.js';
import type { Resource } from '../query/resource.js';
import { Reader } from './reader.js';
import { Records } from './records.js';

/** The read path, with all resources that name each other. */
@Global()
@Module({})
export class ReadingModule {
  static forRoot(resources: readonly Resource[]): DynamicModule {
    return {
      module: ReadingModule,
      providers: [{ provide: Catalog, useValue: new Catalog(resources) }, Records, Reader],
      exports: [Catalog, Reader],
    };
  }
}
