import { Absentable, Input } from '../shared/input/decorators.js';

/** A login takes whatever was typed: what cannot be right is simply wrong. */
const Credential = (): PropertyDecorator =>
  Input({
    name: 'credential',
    fits: (value) => typeof value === 'string' && value.length <= 1000,
    otherwise: 'must be text of at most 1000 characters',
    schema: { type: 'string', maxLength: 1000 },
  });

/** Who logs in; the name goes by either of two names. */
export class LoginDto {
  /** The name of the user. */
  @Absentable()
  @Credential()
  username?: string;

  /** Another word for `username`. */
  @Absentable()
  @Credential()
  userId?: string;

  /** The password. */
  @Credential()
  password!: string;
}
