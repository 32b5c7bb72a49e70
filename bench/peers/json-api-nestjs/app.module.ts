import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JsonApiModule } from 'json-api-nestjs';
import { Item, Loan, Role, Run, User } from './entities.js';
import { AnyId } from './any-id.pipe.js';
import { JwtGuard } from './jwt.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { OwnRecordsInterceptor } from './own-records.interceptor.js';

/** As many connections as the others have. */
const POOL_SIZE = 10;

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL,
      entities: [Role, User, Run, Item, Loan],
      extra: { max: POOL_SIZE },
    }),
    TypeOrmModule.forFeature([User]),
    PassportModule,
    JsonApiModule.forRoot({
      entities: [User, Role, Run, Item, Loan],
      options: { requiredSelectField: false, debug: false, pipeForId: AnyId },
    }),
  ],
  providers: [
    JwtStrategy,
    { provide: APP_GUARD, useClass: JwtGuard },
    { provide: APP_INTERCEPTOR, useClass: OwnRecordsInterceptor },
  ],
})
export class AppModule {}
