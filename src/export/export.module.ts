import { Module } from '@nestjs/common';
import { ExportController } from './export.controller.js';
import { ExportService } from './export.service.js';

/** Everything that is kept about a member, as one document. */
@Module({ controllers: [ExportController], providers: [ExportService] })
export class ExportModule {}
