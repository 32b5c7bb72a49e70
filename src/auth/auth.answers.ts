import { ApiProperty } from '@nestjs/swagger';
import { Unauthorized } from '../shared/errors/errors.js';

/** A successful login. */
export class LoggedIn {
  /** How it went. */
  @ApiProperty({ type: 'string', enum: ['success'] })
  readonly status = 'success';

  /** For people. */
  @ApiProperty({ type: 'string', enum: ['User successfully logged in.'] })
  readonly message = 'User successfully logged in.';

  /** How the token is sent: `Authorization: Bearer TOKEN`. */
  @ApiProperty({ type: 'string', enum: ['Bearer'] })
  readonly token_type = 'Bearer';

  /** The token for further requests. */
  @ApiProperty({
    type: 'string',
    pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
    maxLength: 4096,
    example: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  })
  readonly auth_token: string;

  /** The token's lifetime in seconds. */
  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 86_400, example: 900 })
  readonly expires_in: number;

  constructor(token: string, lifetime: number) {
    this.auth_token = token;
    this.expires_in = lifetime;
  }
}

/** A logout that worked. */
export class LoggedOut {
  /** For people. */
  @ApiProperty({ type: 'string', enum: ['Logged out successfully'] })
  readonly message = 'Logged out successfully';
}

/** The same answer for a wrong name, a wrong password and an inactive user. */
export const wrongLogin = (headers: Readonly<Record<string, string>>): Unauthorized =>
  new Unauthorized('Wrong username or password.', 'WRONG_LOGIN', { headers, plain: { status: 'fail' } });
