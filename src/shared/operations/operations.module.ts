import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { OperationsController } from './operations.controller.js';
import { OperationsService } from './operations.service.js';

/** Many changes in one request. */
@Module({ imports: [DispatchModule], controllers: [OperationsController], providers: [OperationsService] })
export class OperationsModule {}
