import { isEmail, isTimeZone } from 'class-validator';
import parsePhoneNumber from 'libphonenumber-js/max';
import { Absentable, Emptiable, Input, Names, Text, Truth } from '../shared/input/decorators.js';
import { CLEAN_TEXT, isCleanText } from '../shared/values/values.js';

const usernameForm = {
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  meaning: '1 to 64 letters, digits, dots, underscores or hyphens, starting with a letter or digit',
};

const LONGEST_PASSWORD = 256;

/** A new password: any characters, as many as the settings ask for. */
const Password = (): PropertyDecorator =>
  Input({
    name: 'password',
    fits: (value, rules) =>
      typeof value === 'string' && hasLength(value, rules.passwordMinLength, LONGEST_PASSWORD),
    otherwise: `is too short, or longer than ${LONGEST_PASSWORD} characters`,
    schema: {
      type: 'string',
      format: 'password',
      minLength: 1,
      maxLength: LONGEST_PASSWORD,
      writeOnly: true,
    },
  });

const hasLength = (value: string, min: number, max: number): boolean => {
  const { length } = Array.from(value);
  return length >= min && length <= max;
};

/** A telephone number that libphonenumber knows to be valid, kept in E.164 form. */
const Phone = (): PropertyDecorator =>
  Input({
    name: 'phone',
    read: (value) => (typeof value === 'string' ? (validPhone(value) ?? value) : value),
    fits: (value) => typeof value === 'string' && validPhone(value) === value,
    otherwise: 'must be a valid telephone number in international form, such as +441234567890',
    schema: { type: 'string', pattern: CLEAN_TEXT, maxLength: 32, example: '+441234567890' },
  });

function validPhone(value: string): string | undefined {
  if (value.length > 32 || !isCleanText(value)) return undefined;
  const number = parsePhoneNumber(value, { extract: false });
  return number?.isValid() && !number.ext ? number.number : undefined;
}

const Email = (): PropertyDecorator =>
  Input({
    name: 'email',
    fits: (value) =>
      typeof value === 'string' && value.isWellFormed() && value.length <= 254 && isEmail(value),
    otherwise: 'must be an email address',
    schema: { type: 'string', format: 'email', maxLength: 254 },
  });

/** Names only: PostgreSQL reads the sign of `+05:30` the other way round. */
const TimeZone = (): PropertyDecorator =>
  Input({
    name: 'timeZone',
    fits: (value) =>
      typeof value === 'string' && /^[A-Za-z]/.test(value) && value.length <= 64 && isTimeZone(value),
    otherwise: 'must be an IANA time zone, such as Europe/Berlin',
    schema: { type: 'string', pattern: '^[A-Za-z]', maxLength: 64, example: 'Europe/Berlin' },
  });

/** What a user may say of themselves; all of it optional. */
class ProfileDto {
  /** Telephone number. */
  @Emptiable()
  @Phone()
  phone?: string | null;

  /** Email address; no other user has it. */
  @Emptiable()
  @Email()
  email?: string | null;

  /** Given name. */
  @Emptiable()
  @Text({ max: 100 })
  firstName?: string | null;

  /** Family name. */
  @Emptiable()
  @Text({ max: 100 })
  lastName?: string | null;

  /** The zone that the dates of new runs are of. */
  @Absentable()
  @TimeZone()
  timeZone?: string;

  /** The only role; give this or `roles`. `user` is an older name of `regular`. */
  @Absentable()
  @Text({ max: 64 })
  role?: string;

  /** All roles. */
  @Absentable()
  @Names({ min: 1, max: 20 })
  roles?: string[];

  /** An inactive user cannot log in or borrow. */
  @Absentable()
  @Truth()
  active?: boolean;
}

/** A registration. */
export class CreateUserDto extends ProfileDto {
  /** The name to log in with, which is the id too. */
  @Text(usernameForm)
  username!: string;

  /** The password: 7 characters or more, unless the club asks for another length. */
  @Password()
  password!: string;
}

/** A change of a user; what is left out stays. */
export class UpdateUserDto extends ProfileDto {
  /** The name is fixed: only the present one may be given. */
  @Absentable()
  @Text(usernameForm)
  username?: string;

  /** A new password; it ends the user's other sessions. */
  @Absentable()
  @Password()
  password?: string;
}
