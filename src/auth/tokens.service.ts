import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { UserSession } from '../users/session.entity.js';
import { LoggedIn } from './auth.answers.js';

/** Signs the tokens of sessions. */
@Injectable()
export class TokensService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly jwt: JwtService,
  ) {}

  /** A token that lives as long as the settings say, but not longer than its session. */
  async issue({ id, userId, expiresAt }: UserSession): Promise<LoggedIn> {
    const left = Math.floor((expiresAt.getTime() - Date.now()) / 1000);
    const lifetime = Math.max(1, Math.min(this.settings.accessTokenTtl, left));
    const claims = { sub: userId, sid: id, jti: randomUUID() };
    return new LoggedIn(await this.jwt.signAsync(claims, { expiresIn: lifetime }), lifetime);
  }
}
