import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { Client, type Format } from './client.js';
import type { Club, Member } from './club.js';
import { testSettings } from './settings.js';

/** Another server on the database of a club, with the same secret. */
export class SecondServer {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  static async open(
    { databaseUrl }: Pick<Club, 'databaseUrl'>,
    env: NodeJS.ProcessEnv = {},
  ): Promise<SecondServer> {
    const app = await createApp(testSettings(databaseUrl, env));
    await app.listen(0, '127.0.0.1');
    return new SecondServer(app, await app.getUrl());
  }

  /** The same user, with the same token, at this server. */
  as({ username, token }: Member): Member {
    const client = (format: Format) => new Client(this.url, format, token);
    return { username, token, jsonApi: client('jsonApi'), plain: client('plain') };
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
