import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from './database.js';
import { requestPool } from './data-source-options.js';
import { Tallies } from './tallies.js';

/** One pool and one unit of work for everybody, and what the database counts by itself. */
@Global()
@Module({ providers: [Database, Tallies], exports: [Database, Tallies] })
export class DatabaseModule {
  /** @param processes how many share the server's connections */
  static forRoot(url: string, processes = 1): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({ ...requestPool(url, processes), autoLoadEntities: true, retryAttempts: 3 }),
      ],
    };
  }
}
