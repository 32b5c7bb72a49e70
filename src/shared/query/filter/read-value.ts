import type { Kind } from '../attribute.js';
import type { Scalar } from './filter.js';
import { isDate, parseInstant } from '../../values/instant.js';
import { isUuid } from '../../values/values.js';
import { fault } from './place.js';
import type { RawValue } from './raw-node.js';

const NUMBER = /^[-+]?\d+(?:\.\d+)?$/;
const WHOLE = /^([-+]?)(\d+)(?:\.0+)?$/;
const LEADING_ZEROS = /^0+(?=\d)/;

/**
 * Reads a value as strictly as PostgreSQL would, so that it cannot fail there: a whole number comes out as its digits
 * (of any length), a time as ISO 8601 in UTC. Throws BadParameter.
 */
export function readValue(kind: Kind, raw: RawValue): Scalar {
  switch (kind) {
    case 'text':
    case 'names':
      return readText(raw);
    case 'uuid':
      return readUuid(raw);
    case 'integer':
      return readWhole(raw);
    case 'decimal':
      return readDecimal(raw);
    case 'boolean':
      return readTruth(raw);
    case 'date':
      return readDate(raw);
    case 'time':
      return readTime(raw);
    case 'json':
      throw fault(raw.at, 'A structured value cannot be compared.');
  }
}

function readText({ value, at }: RawValue): string {
  if (typeof value !== 'string') throw fault(at, 'This must be text.');
  if (value.includes('\0')) throw fault(at, 'Text cannot hold the character NUL.');
  if (/\p{Surrogate}/u.test(value)) throw fault(at, 'Text cannot hold half of a surrogate pair.');
  return value;
}

function readUuid({ value, at }: RawValue): string {
  if (typeof value !== 'string' || !isUuid(value)) throw fault(at, 'This must be a UUID, in lower case.');
  return value;
}

function readWhole(raw: RawValue): string {
  const { value } = raw;
  const text = typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : value;
  const [, sign = '', written] = typeof text === 'string' ? (WHOLE.exec(text) ?? []) : [];
  if (written === undefined) throw fault(raw.at, 'This must be a whole number.');
  const digits = written.replace(LEADING_ZEROS, '');
  return sign === '-' ? `-${digits}` : digits;
}

function readDecimal({ value, at }: RawValue): number {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value));
  const number = isNumber ? Number(value) : NaN;
  if (!Number.isFinite(number)) throw fault(at, 'This must be a number.');
  return number;
}

function readTruth({ value, loose, at }: RawValue): boolean {
  if (typeof value === 'boolean') return value;
  const spelled = loose && typeof value === 'string' ? value.toLowerCase() : '';
  if (spelled !== 'true' && spelled !== 'false')
    throw fault(at, 'This must be true or false.', ['true', 'false']);
  return spelled === 'true';
}

function readDate({ value, at }: RawValue): string {
  if (typeof value !== 'string' || !isDate(value)) throw fault(at, 'This must be a date.', ['YYYY-MM-DD']);
  return value;
}

function readTime({ value, at }: RawValue): string {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  if (!instant) {
    const forms = ['YYYY-MM-DD', 'YYYY-MM-DDTHH:MM:SS.sssZ', 'YYYY-MM-DDTHH:MM:SS+HH:MM'];
    throw fault(at, 'This must be a time or a date of ISO 8601; in a URL its + is written %2B.', forms);
  }
  return instant;
}
