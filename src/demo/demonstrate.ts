import { DataSource } from 'typeorm';
import { patientConnection } from '../database/data-source-options.js';
import { Database } from '../database/database.js';
import { ModeService } from '../mode/mode.service.js';
import type { Environment, Settings } from '../settings/settings.js';
import { FirstAdmin } from '../users/first-admin.js';
import { type DemoOptions, fillClub } from './fill-club.js';

/** The demonstration was asked for in production. */
export class ProductionError extends Error {}

/** @throws ProductionError */
export function refuseProduction({ production }: Pick<Environment, 'production'>): void {
  if (production)
    throw new ProductionError('In production there is no demonstration: its passwords are public.');
}

/**
 * Gives a migrated database its first admin and its mode, as a start of the server does, and a club: all or nothing.
 * @throws NotEmptyError
 */
export async function demonstrate(
  settings: Settings,
  options: DemoOptions,
  log: (line: string) => void,
): Promise<void> {
  const dataSource = await new DataSource(patientConnection(settings.databaseUrl)).initialize();
  try {
    const database = new Database(dataSource);
    await database.inTransaction(async () => {
      await new FirstAdmin(settings, database).onModuleInit();
      await new ModeService(settings, database).onModuleInit();
      await fillClub(database, options, log);
    });
  } finally {
    await dataSource.destroy();
  }
}
