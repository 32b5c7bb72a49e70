import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../database/database.js';
import { ADMIN } from '../roles/role-names.js';
import { DEFAULT_ADMIN_PASSWORD, SETTINGS, type Settings } from '../settings/settings.js';
import { hashPassword, isPassword } from './passwords.js';

/** A blank database gets the user `admin`; it warns at every start while the password is the one everybody knows. */
@Injectable()
export class FirstAdmin implements OnModuleInit {
  private readonly logger = new Logger(FirstAdmin.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.create();
    if (await this.hasDefaultPassword())
      this.logger.warn('The password of "admin" is still "admin": change it.');
  }

  /** Whether the first admin can still be logged in to with the password that everybody knows. */
  async hasDefaultPassword(): Promise<boolean> {
    const [admin] = await this.database.query<{ password_hash: string }>(
      sql`SELECT password_hash FROM users WHERE first_admin`,
    );
    return isPassword(DEFAULT_ADMIN_PASSWORD, admin?.password_hash ?? null);
  }

  private async create(): Promise<void> {
    const users = await this.database.query(sql`SELECT FROM users LIMIT 1`);
    if (users.length > 0) return;
    const passwordHash = await hashPassword(this.settings.adminPassword);
    await this.database.query(sql`
      WITH first AS (
        INSERT INTO users (username, password_hash, first_admin) VALUES (${ADMIN}, ${passwordHash}, true)
        ON CONFLICT DO NOTHING RETURNING id
      )
      INSERT INTO user_roles (user_id, role_name) SELECT id, ${ADMIN} FROM first`);
  }
}
