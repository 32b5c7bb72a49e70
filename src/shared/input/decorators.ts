import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { CLEAN_TEXT, isCleanText, readNumber, readTime } from '../values/values.js';
import { field, type InputRules, RULES } from './fields.js';

interface Check {
  /** Names the rule, so that two rules of one property do not hide each other. */
  readonly name: string;
  readonly fits: (value: unknown, rules: InputRules) => boolean;
  /** What is said after the name of the field: `must be …`. */
  readonly otherwise: string;
  readonly read?: (value: unknown) => unknown;
  readonly schema: ApiPropertyOptions;
}

/** A field of a body: how it is read, what it must be, and what the documents say of it. */
export const Input = ({ name, fits, otherwise, read, schema }: Check): PropertyDecorator =>
  applyDecorators(
    field(read),
    ValidateBy({
      name,
      validator: {
        validate: (value, context) => fits(value, rulesOf(context)),
        defaultMessage: () => otherwise,
      },
    }),
    ApiProperty(schema),
  );

const rulesOf = (context: ValidationArguments | undefined): InputRules =>
  (context?.object as { readonly [RULES]: InputRules })[RULES];

/** The field may be left out; null is still refused. */
export const Absentable = (): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ApiProperty({ required: false }),
  );

/** The field may be left out, and null or an empty string empty it. */
export const Emptiable = (): PropertyDecorator =>
  applyDecorators(
    field((value) => (value === '' ? null : value)),
    ValidateIf((_, value) => value !== undefined && value !== null),
    ApiProperty({ required: false, nullable: true }),
  );

interface Lengths {
  readonly min?: number;
  readonly max: number;
  readonly pattern?: RegExp;
  /** What the pattern means, after `must be`. */
  readonly meaning?: string;
}

/** Text without NUL and lone surrogates, of so many characters. */
export const Text = ({ min = 1, max, pattern, meaning }: Lengths): PropertyDecorator =>
  Input({
    name: 'text',
    fits: (value) =>
      typeof value === 'string' &&
      isCleanText(value) &&
      value.length >= min &&
      value.length <= max &&
      (pattern?.test(value) ?? true),
    otherwise: `must be ${meaning ?? `text of ${min} to ${max} characters, without NUL`}`,
    schema: { type: 'string', minLength: min, maxLength: max, pattern: pattern?.source ?? CLEAN_TEXT },
  });

interface Range {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

const NumberIn = ({ min, max, unit }: Range, whole: boolean): PropertyDecorator =>
  Input({
    name: 'number',
    read: (value) => readNumber(value) ?? value,
    fits: (value) =>
      typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value)),
    otherwise: `must be a ${whole ? 'whole ' : ''}number of ${unit} from ${min} to ${max}`,
    schema: { ...(whole ? WHOLE : FRACTION), minimum: min, maximum: max },
  });

const WHOLE = { type: 'integer', format: 'int32' } as const;
const FRACTION = { type: 'number', format: 'double' } as const;

/** A whole number, or its plain decimal text. */
export const WholeNumber = (range: Range): PropertyDecorator => NumberIn(range, true);

/** A number, or its plain decimal text. */
export const DecimalNumber = (range: Range): PropertyDecorator => NumberIn(range, false);

/** The longest that is read has thirty digits after the seconds, and an offset. */
export const INSTANT_SCHEMA = { type: 'string', format: 'date-time', maxLength: 56 } as const;

/** An instant in ISO 8601; without an offset it is UTC, and it is cut to milliseconds. */
export const Instant = (): PropertyDecorator =>
  Input({
    name: 'instant',
    read: (value) => readTime(value) ?? value,
    fits: (value) => value instanceof Date,
    otherwise: 'must be a time in ISO 8601, such as 2020-01-24T16:58:45Z',
    schema: INSTANT_SCHEMA,
  });

/** True or false. */
export const Truth = (): PropertyDecorator =>
  Input({
    name: 'truth',
    fits: (value) => typeof value === 'boolean',
    otherwise: 'must be true or false',
    schema: { type: 'boolean' },
  });

/** One of a few words; spaces around it do not count. */
export const OneOf = (words: readonly string[]): PropertyDecorator =>
  Input({
    name: 'oneOf',
    read: (value) => (typeof value === 'string' ? value.trim() : value),
    fits: (value) => typeof value === 'string' && words.includes(value),
    otherwise: `must be one of ${words.join(', ')}`,
    schema: { type: 'string', enum: [...words] },
  });

interface ListOptions {
  readonly min?: number;
  readonly max: number;
  readonly words?: readonly string[];
}

/** A list of texts; one that is given twice counts once. */
export const Names = ({ min = 0, max, words }: ListOptions): PropertyDecorator =>
  Input({
    name: 'names',
    read: (value) => (Array.isArray(value) ? [...new Set(value)] : value),
    fits: (value) =>
      Array.isArray(value) &&
      value.length >= min &&
      value.length <= max &&
      value.every((one) => typeof one === 'string' && isCleanText(one) && (words?.includes(one) ?? true)),
    otherwise: `must be a list of ${min} to ${max} ${words ? `of ${words.join(', ')}` : 'names'}`,
    schema: {
      type: 'array',
      minItems: min,
      maxItems: max,
      items: { type: 'string', ...(words ? { enum: [...words] } : { maxLength: 64, pattern: CLEAN_TEXT }) },
    },
  });
