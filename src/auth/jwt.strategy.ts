import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { KeyObject } from 'node:crypto';
import { type JwtFromRequestFunction, type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { Caller } from '../shared/access/caller.js';
import { CallersService } from '../users/callers.service.js';
import { ALGORITHM, AUDIENCE, ISSUER, looksLikeOurs, readClaims, signingKey } from './token.js';

/** All that the strategy sees of a request. */
interface Presented {
  readonly token: string;
}

/** The strategy for one request, which tells its verdict by a method of its own. */
interface Attempt {
  authenticate(request: Presented): void;
}

const presented: JwtFromRequestFunction<Presented> = ({ token }) => token;

/** Its types know strings and buffers only, but a key object saves parsing the key at each request. */
const keyProvider =
  (key: KeyObject): SecretOrKeyProvider =>
  (_request, _token, done) => {
    Reflect.apply(done, undefined, [null, key]);
  };

/** Checks signature, times, issuer and audience; then asks the database whether the session still counts. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly callers: CallersService,
  ) {
    super({
      jwtFromRequest: presented,
      secretOrKeyProvider: keyProvider(signingKey(settings.secretKey)),
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
    });
  }

  /**
   * Who presents a token; null where it is not good, or no longer counts. The strategy is asked as passport's middleware
   * would ask it, but without that: it costs half of what all the rest of a look-up does, and leaves each request to the
   * slow kind of garbage collection.
   */
  callerOf(token: string): Promise<Caller | null> {
    if (!looksLikeOurs(token)) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const verdicts = { success: resolve, fail: () => resolve(null), error: reject };
      const attempt = Object.assign(Object.create(this) as Attempt, verdicts);
      attempt.authenticate({ token });
    });
  }

  async validate(payload: Record<string, unknown>): Promise<Caller | false> {
    const claims = readClaims(payload);
    return claims ? ((await this.callers.find(claims.sid, claims.sub)) ?? false) : false;
  }
}
