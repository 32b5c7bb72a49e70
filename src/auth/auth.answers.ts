import { Unauthorized } from '../shared/errors/errors.js';

/** A successful login. */
export class LoggedIn {
  /** How it went. */
  readonly status = 'success';

  /** For people. */
  readonly message = 'User successfully logged in.';

  /** How the token is sent: `Authorization: Bearer TOKEN`. */
  readonly token_type = 'Bearer';

  /** The token for further requests. */
  readonly auth_token: string;

  /** The token's lifetime in seconds. */
  readonly expires_in: number;

  constructor(token: string, lifetime: number) {
    this.auth_token = token;
    this.expires_in = lifetime;
  }
}

/** A logout that worked. */
export class LoggedOut {
  /** For people. */
  readonly message = 'Logged out successfully';
}

/** The same answer for a wrong name, a wrong password and an inactive user. */
export const wrongLogin = (): Unauthorized =>
  new Unauthorized('Wrong username or password.', 'WRONG_LOGIN', { status: 'fail' });
