import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { Input } from '../shared/input/decorators.js';
import { ANY_TEXT } from '../shared/values/values.js';

/** A login takes whatever was typed: what cannot be right is simply wrong. */
const Credential = (form: { format: string } | { pattern: string }): PropertyDecorator =>
  Input({
    name: 'credential',
    fits: (value) => typeof value === 'string' && value.length <= 1000,
    otherwise: 'must be text of at most 1000 characters',
    schema: { type: 'string', ...form, maxLength: 1000 },
  });

/** One of two words for the same thing has to be there. */
const OrElse = (other: keyof LoginDto): PropertyDecorator =>
  applyDecorators(
    ValidateIf((login: LoginDto, value) => value !== undefined || login[other] === undefined),
    ApiProperty({ required: false }),
  );

/** Who logs in; the name goes by either of two names. */
@ApiSchema({ name: 'Credentials' })
export class LoginDto {
  /** The name of the user. */
  @OrElse('userId')
  @Credential({ pattern: ANY_TEXT })
  username?: string;

  /** Another word for `username`. */
  @OrElse('username')
  @Credential({ pattern: ANY_TEXT })
  userId?: string;

  /** The password. */
  @Credential({ format: 'password' })
  password!: string;
}
