import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RolesModule } from '../roles/roles.module.js';
import { CallersService } from './callers.service.js';
import { FirstAdmin } from './first-admin.js';
import { UserSession } from './session.entity.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { User } from './user.entity.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User, UserSession]), RolesModule],
  controllers: [UsersController, SessionsController],
  providers: [UsersService, SessionsService, CallersService, FirstAdmin],
  exports: [UsersService, SessionsService, CallersService],
})
export class UsersModule {}
