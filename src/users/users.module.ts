import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RolesModule } from '../roles/roles.module.js';
import { FirstAdmin } from './first-admin.js';
import { UserSession } from './session.entity.js';
import { SessionsService } from './sessions.service.js';
import { User } from './user.entity.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User, UserSession]), RolesModule],
  controllers: [UsersController],
  providers: [UsersService, SessionsService, FirstAdmin],
  exports: [UsersService, SessionsService],
})
export class UsersModule {}
