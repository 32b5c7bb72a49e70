import { type INestApplication, Inject, Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Catalog } from '../../query/catalog.js';
import type { Format } from '../negotiate.js';
import { PUBLIC_URL } from '../public-url.js';
import { toVersion30 } from './document/version-30.js';
import { type OpenApi, writeDocument } from './document/write-document.js';
import { jsonApiDialect } from './json-api/json-api-dialect.js';
import { plainDialect } from './plain/plain-dialect.js';
import { readRoutes } from './read/read-routes.js';
import type { Routes } from './route.js';

export const VERSIONS = ['3.1', '3.0'] as const;
export type Version = (typeof VERSIONS)[number];

/** The OpenAPI documents of the running server, made once at start. */
@Injectable()
export class OpenApiDocuments {
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly catalog: Catalog,
    @Inject(PUBLIC_URL) private readonly publicUrl: string | null,
  ) {}

  /** Reads the routes of an application. Throws where one cannot be told of: it lacks an operationId, say. */
  prepare(app: INestApplication): void {
    const scanned = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const controllers = this.discovery.getControllers().map(({ metatype }) => metatype as Type);
    const routes = readRoutes(scanned, controllers, this.catalog.all());
    for (const format of ['jsonapi', 'plain'] as const) this.keep(format, this.write(format, routes));
  }

  /** A document as JSON. Throws before `prepare`. */
  text(format: Format, version: Version): string {
    const text = this.texts.get(`${format} ${version}`);
    if (text === undefined) throw new Error('The OpenAPI documents have not been prepared.');
    return text;
  }

  private write(format: Format, routes: Routes): OpenApi {
    const plain = plainDialect(this.catalog);
    const own = format === 'plain' ? plain : jsonApiDialect(this.catalog);
    const about = { version: API_VERSION, publicUrl: this.publicUrl };
    return writeDocument(routes, { own, plain }, about, this.catalog);
  }

  private keep(format: Format, document: OpenApi): void {
    this.texts.set(`${format} 3.1`, JSON.stringify(document));
    this.texts.set(`${format} 3.0`, JSON.stringify(toVersion30(document)));
  }
}

/** Of what the documents describe; clients may rely on its major number. */
const API_VERSION = '0.1.0';
