import { type ValidationError, validateSync } from 'class-validator';
import { BadRequest, Invalid } from '../errors/errors.js';
import type { Fault } from '../errors/problem.js';
import { fieldsOf, type InputClass, type InputRules, RULES, wireName } from './fields.js';

/**
 * Turns a flat body into a checked DTO. Throws 422 with every fault at once: unknown fields (whatever their names:
 * `__proto__` is one more unknown), fields that are missing or invalid, and those found before: what stands in the wrong
 * place is not missing besides.
 */
export function readBody<T extends object>(
  type: new () => T,
  body: unknown,
  rules: InputRules,
  found: readonly Fault[] = [],
): T {
  if (!isObject(body)) throw new BadRequest('The body must be an object.', 'MALFORMED_BODY');
  const fields = fieldsOf((type as InputClass).prototype as object);
  const input = new type();
  Object.defineProperty(input, RULES, { value: rules });
  const unknown: Fault[] = [];
  for (const [name, value] of Object.entries(body)) {
    const field = fields.get(name);
    if (!field) unknown.push(refuseUnknown(name));
    if (field) Object.assign(input, { [field.property]: field.read(value) });
  }
  const misplaced = new Set(found.map(({ field }) => field));
  const invalid = validateSync(input, { forbidUnknownValues: false })
    .map(toFault)
    .filter(({ code, field }) => code !== MISSING || !misplaced.has(field));
  const faults = [...found, ...unknown, ...invalid];
  if (faults.length > 0) throw new Invalid(faults);
  return input;
}

const MISSING = 'MISSING_FIELD';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuseUnknown = (name: string): Fault => ({
  field: name,
  code: 'UNKNOWN_FIELD',
  detail: `\`${printable(name)}\` is unknown, or not the client's to set.`,
});

function toFault(error: ValidationError): Fault {
  const name = wireName(error.property);
  const missing = error.value === undefined;
  const [detail = 'is invalid'] = Object.values(error.constraints ?? {});
  return {
    field: name,
    code: missing ? MISSING : 'INVALID_FIELD',
    detail: `\`${name}\` ${missing ? 'is missing' : detail}.`,
  };
}

/** A name that a client made is cut and cleaned before it is told back. */
const printable = (name: string): string =>
  name
    .toWellFormed()
    .replace(/\p{Cc}/gu, '?')
    .slice(0, 100);
