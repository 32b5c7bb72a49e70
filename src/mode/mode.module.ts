import { Module } from '@nestjs/common';
import { ModeController } from './mode.controller.js';
import { ModeService } from './mode.service.js';

@Module({ controllers: [ModeController], providers: [ModeService] })
export class ModeModule {}
