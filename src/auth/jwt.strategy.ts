import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type KeyObject, randomUUID } from 'node:crypto';
import passport from 'passport';
import { type JwtFromRequestFunction, type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { Caller } from '../shared/access/caller.js';
import { SessionsService } from '../users/sessions.service.js';
import { ALGORITHM, AUDIENCE, ISSUER, readClaims, signingKey } from './token.js';
import { type TokenBearing, tokenOf } from './token-of.js';

const fromHeaders: JwtFromRequestFunction<{ readonly raw: TokenBearing }> = ({ raw }) => tokenOf(raw) ?? null;

/** Its types know strings and buffers only, but a key object saves parsing the key at each request. */
const keyProvider =
  (key: KeyObject): SecretOrKeyProvider =>
  (_request, _token, done) => {
    Reflect.apply(done, undefined, [null, key]);
  };

/** Checks signature, times, issuer and audience; then asks the database whether the session still counts. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  /** Passport keeps strategies by name for a whole process; two applications in one must not take each other's. */
  readonly registeredAs = `jwt ${randomUUID()}`;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly sessions: SessionsService,
  ) {
    super({
      jwtFromRequest: fromHeaders,
      secretOrKeyProvider: keyProvider(signingKey(settings.secretKey)),
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    passport.use(this.registeredAs, this);
  }

  async validate(payload: Record<string, unknown>): Promise<Caller | false> {
    const claims = readClaims(payload);
    return claims ? ((await this.sessions.callerOf(claims.sid, claims.sub)) ?? false) : false;
  }
}
