import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../database/database.js';
import { quick } from '../database/statement.js';
import type { Mode } from '../settings/mode.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { tellEvent } from '../shared/log/event.js';

/** The club's mode; it lives in the database, and each request reads it there with its caller. */
@Injectable()
export class ModeService implements OnModuleInit {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  /** Only a blank database takes the mode of the settings. */
  async onModuleInit(): Promise<void> {
    await this.database.query(
      sql`INSERT INTO mode (mode) VALUES (${this.settings.mode}) ON CONFLICT DO NOTHING`,
    );
  }

  async find(): Promise<Mode> {
    const [row] = await this.database.query<{ mode: Mode }>(quick`SELECT mode FROM mode`);
    return row?.mode ?? this.settings.mode;
  }

  async set(mode: Mode): Promise<void> {
    await this.database.inTransaction(() => this.database.query(sql`UPDATE mode SET mode = ${mode}`));
    this.database.afterCommit(() => tellEvent('mode.changed', { mode }));
  }
}
