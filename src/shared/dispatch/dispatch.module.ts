import { Module } from '@nestjs/common';
import { Dispatcher } from './dispatcher.js';

@Module({ providers: [Dispatcher], exports: [Dispatcher] })
export class DispatchModule {}
