import {
  Body,
  Controller,
  Delete,
  Get,
  HttpException,
  Module,
  Param,
  Patch,
  Post,
  Query,
  type DynamicModule,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import sql from 'sql-template-tag';
import { configureApp, createAdapter } from '../../src/app.setup.js';
import { Database } from '../../src/database/database.js';
import { refuseStale } from '../../src/shared/conditions/refuse-stale.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import type { ListQuery, OneQuery } from '../../src/shared/query/list-query.js';
import { Linkage, OperationResults, Removed } from '../../src/shared/reading/answer.js';
import { Reader } from '../../src/shared/reading/reader.js';
import {
  AlwaysPlain,
  ExtendsJsonApi,
  Id,
  JsonApiOnly,
  ListParams,
  OneParams,
  Represents,
} from '../../src/shared/representation/decorators.js';
import type { ReadBody } from '../../src/shared/representation/inward/read-body.js';
import { NegotiationGuard } from '../../src/shared/representation/negotiation.guard.js';
import { ProblemFilter } from '../../src/shared/representation/problem.filter.js';
import { RepresentationInterceptor } from '../../src/shared/representation/representation.interceptor.js';
import { RepresentationModule } from '../../src/shared/representation/representation.module.js';
import { AccessLog } from '../../src/start/access-log.js';
import { openDatabase, readerOf } from './reading.js';
import { testSettings } from './settings.js';
import { ANYBODY, personResource, SHED_TABLES, shelfResource, toolResource } from './shed.js';

export const EXTENSION = 'https://jsonapi.org/ext/atomic';
export const HOLDER = '00000000-0000-0000-0000-000000000000';
const versionedTool = { ...toolResource, versioned: true };

@Controller('tools')
@Represents(versionedTool)
class ToolsController {
  constructor(
    private readonly reader: Reader,
    private readonly database: Database,
  ) {}

  @Get()
  list(@ListParams() query: ListQuery) {
    return this.reader.list(versionedTool, ANYBODY, query);
  }

  @Get(':id')
  find(@Id() id: string, @OneParams() query: OneQuery) {
    return this.reader.one(versionedTool, ANYBODY, id, query);
  }

  @Post()
  create(@Body() body: ReadBody) {
    if (body.refusal) throw body.refusal;
    return this.reader.one(versionedTool, ANYBODY, '1');
  }

  /** Answers what it was sent, as the message. */
  @Patch(':id')
  async update(@Id() id: string, @Body() body: ReadBody) {
    if (body.refusal) throw body.refusal;
    await this.database.inTransaction(() => refuseStale(this.database, versionedTool, id));
    return (await this.reader.one(versionedTool, ANYBODY, id)).saying(JSON.stringify(body.fields));
  }

  @Delete(':id')
  async remove(@Id() id: string) {
    return new Removed(versionedTool, await this.reader.row(versionedTool, ANYBODY, id));
  }

  @Get(':id/relationships/:name')
  @JsonApiOnly()
  linkage(@Id('id') id: string, @Id('name') name: string) {
    return new Linkage(versionedTool, id, name, 'ann');
  }
}

@Controller('bulk')
class BulkController {
  @Post()
  @ExtendsJsonApi(EXTENSION)
  bulk(@Body() _body: unknown) {
    return new OperationResults([{ data: null }]);
  }
}

@Controller('plain')
@AlwaysPlain()
class PlainController {
  @Get('query')
  query(@Query() query: unknown) {
    return { query };
  }

  @Get('raw/:text')
  text(@Id() text: string, @Param('text') raw: string) {
    return { text, raw };
  }

  @Post('fails/:status')
  fail(@Param('status') status: string): never {
    throw status === '500' ? new Error('secret') : new HttpException('secret', Number(status));
  }
}

@Module({})
class ShedModule {}

export interface Shed {
  readonly url: string;
  close(): Promise<void>;
}

/** A server of its own for the resources of the shed, with nothing around them but their representations. */
export async function openShed(publicUrl: string | null = null): Promise<Shed> {
  const open = await openDatabase();
  for (const statement of SHED_TABLES) await open.database.query(statement);
  await open.database.query(sql`ALTER TABLE tools ADD version int NOT NULL DEFAULT 1`);
  await open.database.query(sql`INSERT INTO people (id, name) VALUES (${HOLDER}, 'ann')`);
  await open.database.query(
    sql`INSERT INTO tools (label, owner) VALUES ('saw', ${HOLDER}), ('axe', ${HOLDER})`,
  );
  const catalog = new Catalog([personResource, shelfResource, versionedTool]);
  const settings = testSettings(open.url);
  const root: DynamicModule = {
    module: ShedModule,
    global: true,
    imports: [RepresentationModule.forRoot(publicUrl)],
    controllers: [ToolsController, BulkController, PlainController],
    providers: [
      { provide: Database, useValue: open.database },
      { provide: Catalog, useValue: catalog },
      { provide: Reader, useValue: readerOf(open.database, catalog) },
      { provide: APP_GUARD, useExisting: NegotiationGuard },
      { provide: APP_INTERCEPTOR, useExisting: RepresentationInterceptor },
      { provide: APP_FILTER, useExisting: ProblemFilter },
    ],
    exports: [Catalog, Reader],
  };
  const log = new AccessLog(settings);
  const app = await NestFactory.create<NestFastifyApplication>(root, createAdapter(settings, log), {
    logger: false,
    bodyParser: false,
  });
  configureApp(app, settings);
  await app.listen(0, '127.0.0.1');
  // Nest closes the database as it shuts down.
  return { url: await app.getUrl(), close: () => app.close().then(open.close) };
}
