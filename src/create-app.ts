import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, createAdapter } from './app.setup.js';
import { OpenApiDocuments } from './shared/representation/openapi/open-api.js';
import type { Settings } from './settings/settings.js';
import { AccessLog } from './start/access-log.js';
import { serverLogger } from './start/server-logger.js';

/** The whole server, ready to listen; `main` and the tests start the same one. */
export async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  const log = new AccessLog(settings);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings),
    createAdapter(settings, log),
    { logger: serverLogger(settings), abortOnError: false, bodyParser: false },
  );
  configureApp(app, settings);
  log.attachTo(app.getHttpAdapter().getInstance());
  await app.init();
  app.get(OpenApiDocuments, { strict: false }).prepare(app);
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
