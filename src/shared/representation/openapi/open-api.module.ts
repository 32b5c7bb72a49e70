import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DocumentsController } from './documents.controller.js';
import { OpenApiDocuments } from './open-api.js';
import { DocsController } from './pages/docs.controller.js';

/** The OpenAPI documents and the page that shows them. */
@Module({
  imports: [DiscoveryModule],
  controllers: [DocumentsController, DocsController],
  providers: [OpenApiDocuments],
})
export class OpenApiModule {}
