import {
  type ArgumentMetadata,
  Body,
  Controller,
  Delete,
  Get,
  Global,
  HttpCode,
  Module,
  Patch,
  type PipeTransform,
  Post,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { configureApp, createAdapter } from '../../src/app.setup.js';
import type { Patience } from '../../src/shared/representation/http/patience.js';
import { AccessLog } from '../../src/start/access-log.js';
import { Conflict, Invalid, NotFound } from '../../src/shared/errors/errors.js';
import type { FlatBody } from '../../src/shared/input/flat-body.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import type { ListQuery, OneQuery } from '../../src/shared/query/list-query.js';
import { EVERYTHING } from '../../src/shared/query/list-query.js';
import { Linkage, One, Page, Removed } from '../../src/shared/reading/answer.js';
import { Reader } from '../../src/shared/reading/reader.js';
import {
  AlwaysPlain,
  Id,
  JsonApiOnly,
  ListParams,
  OneParams,
  Represents,
} from '../../src/shared/representation/decorators.js';
import { NegotiationGuard } from '../../src/shared/representation/negotiation.guard.js';
import { ProblemFilter } from '../../src/shared/representation/problem.filter.js';
import { RepresentationInterceptor } from '../../src/shared/representation/representation.interceptor.js';
import { RepresentationModule } from '../../src/shared/representation/representation.module.js';
import { gadget, gadgetResource } from './resources.js';

/** What the last write brought, so that a test can see that a refused one brought nothing. */
export const received: unknown[] = [];

@Controller('gadgets')
@Represents(gadgetResource)
class GadgetsController {
  @Get()
  list(@ListParams() query: ListQuery) {
    return new Page(gadgetResource, [gadget('a'), gadget('b', 'a')], 42, query);
  }

  @Get('broken')
  broken() {
    throw new Error('secret of the house');
  }

  @Get('summary')
  summary(@ListParams() query: ListQuery) {
    return new Page(gadgetResource, [], 0, query);
  }

  @Post()
  create(@Body() body: object) {
    received.push(body);
    if ('colour' in body && body.colour === 'blue') throw Invalid.field('colour', 'No blue.');
    if ('part_of' in body && body.part_of === 'gone')
      throw new NotFound('Gadget not found.', 'GADGET_NOT_FOUND', [
        { field: 'part_of', detail: 'Gadget not found.' },
      ]);
    return new One(gadgetResource, gadget('a/b'), EVERYTHING).saying('Made.');
  }

  @Get(':name')
  find(@Id() id: string, @OneParams() query: OneQuery) {
    if (id === 'gone') throw new NotFound('Gadget not found.', 'GADGET_NOT_FOUND');
    return new One(gadgetResource, gadget(id), query);
  }

  @Patch(':name')
  update(@Id() id: string, @Body() body: object) {
    received.push(body);
    return new One(gadgetResource, gadget(id), EVERYTHING);
  }

  @Delete(':name')
  remove(@Id() id: string) {
    received.push(id);
    return new Removed(gadgetResource, gadget(id));
  }

  @Get(':name/part_of')
  whole(@Id() _: string, @OneParams() query: OneQuery) {
    return new One(gadgetResource, null, query);
  }

  @Get(':name/relationships/part_of')
  @JsonApiOnly()
  linkage(@Id() id: string) {
    return new Linkage(gadgetResource, id, 'part_of', 'a');
  }
}

@Controller()
@AlwaysPlain()
class DoorController {
  @Post('login')
  @HttpCode(200)
  login(@Body() body: object) {
    if ('wrong' in body) throw new Conflict('Wrong.');
    return { auth_token: 'x' };
  }
}

/** Takes every field as it comes, but refuses what the representation layer found wrong. */
class GadgetPipe implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type !== 'body') return value;
    const { fields, faults, refusal } = value as FlatBody;
    if (faults.length > 0) throw new Invalid(faults);
    if (refusal) throw refusal;
    return fields;
  }
}

const catalog = { provide: Catalog, useValue: new Catalog([gadgetResource]) };
/** Every gadget exists, and everybody may see it. */
const reader = {
  provide: Reader,
  useValue: { one: (_: unknown, __: unknown, id: string) => new One(gadgetResource, gadget(id), EVERYTHING) },
};

@Global()
@Module({ providers: [catalog, reader], exports: [catalog, reader] })
class GadgetsModule {}

@Module({
  imports: [GadgetsModule, RepresentationModule.forRoot(null)],
  controllers: [GadgetsController, DoorController],
  providers: [
    { provide: APP_GUARD, useExisting: NegotiationGuard },
    { provide: APP_PIPE, useClass: GadgetPipe },
    { provide: APP_INTERCEPTOR, useExisting: RepresentationInterceptor },
    { provide: APP_FILTER, useExisting: ProblemFilter },
  ],
})
class FakeShopModule {}

/** A server with a resource in memory, for tests of HTTP itself. */
export async function startFakeShop(corsOrigins: readonly string[] = [], patience?: Patience) {
  const module = await Test.createTestingModule({ imports: [FakeShopModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(
    createAdapter({ trustProxy: [], corsOrigins }, new AccessLog({ logLevel: 'silent' }), patience),
  );
  app.useLogger(false);
  configureApp(app, { corsOrigins });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, port, url: `http://127.0.0.1:${port}` };
}
