import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { resources } from './app.resources.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { JwtGuard } from './auth/jwt.guard.js';
import { DatabaseModule } from './database/database.module.js';
import { ExportModule } from './export/export.module.js';
import { HealthModule } from './health/health.module.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { LoansModule } from './loans/loans.module.js';
import { ModeModule } from './mode/mode.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RolesModule } from './roles/roles.module.js';
import { RunsModule } from './runs/runs.module.js';
import type { Settings } from './settings/settings.js';
import { SettingsModule } from './settings/settings.module.js';
import { PermissionGuard } from './shared/access/permission.guard.js';
import { IdempotencyInterceptor } from './shared/idempotency/idempotency.interceptor.js';
import { IdempotencyModule } from './shared/idempotency/idempotency.module.js';
import { BodyPipe } from './shared/input/body.pipe.js';
import { LimitsModule } from './shared/limits/limits.module.js';
import { OperationsModule } from './shared/operations/operations.module.js';
import { ReadingModule } from './shared/reading/reading.module.js';
import { RelationshipsModule } from './shared/relationships/relationships.module.js';
import { NegotiationGuard } from './shared/representation/negotiation.guard.js';
import { OpenApiModule } from './shared/representation/openapi/open-api.module.js';
import { ProblemFilter } from './shared/representation/problem.filter.js';
import { RepresentationInterceptor } from './shared/representation/representation.interceptor.js';
import { RepresentationModule } from './shared/representation/representation.module.js';
import { UsersModule } from './users/users.module.js';

/** The modules, and what every request passes through, in this order. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        DatabaseModule.forRoot(settings.databaseUrl, settings.webConcurrency),
        ReadingModule.forRoot(resources),
        RepresentationModule.forRoot(settings.publicUrl),
        RelationshipsModule.forRoot(resources),
        IdempotencyModule,
        LimitsModule,
        AuthModule,
        UsersModule,
        RolesModule,
        ModeModule,
        ReportsModule,
        RunsModule,
        LoansModule,
        ExportModule,
        AuditModule,
        HealthModule,
        HousekeepingModule,
        OperationsModule,
        OpenApiModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: JwtGuard },
        { provide: APP_GUARD, useExisting: NegotiationGuard },
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_INTERCEPTOR, useExisting: IdempotencyInterceptor },
        { provide: APP_INTERCEPTOR, useExisting: RepresentationInterceptor },
        { provide: APP_PIPE, useClass: BodyPipe },
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}
