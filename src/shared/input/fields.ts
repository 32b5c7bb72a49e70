import 'reflect-metadata';

/** A class whose properties are the fields of a body. */
export type InputClass = new () => object;

/** How one property of a DTO is filled. */
export interface Field {
  readonly property: string;
  /** Its name on the wire. */
  readonly name: string;
  /** Turns what was sent into what is checked; what cannot be turned stays as it was, for the check to refuse. */
  readonly read: (value: unknown) => unknown;
}

const FIELDS = Symbol('fields of a body');

/** `firstName` → `first_name`: the one mapping between names in code and names on the wire. */
export const wireName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The names on the wire of all that a change says something about. */
export const changedFields = (changes: object): readonly string[] =>
  Object.entries(changes)
    .filter(([, value]) => value !== undefined)
    .map(([property]) => wireName(property));

/** Makes a property a field of the body; decorators of one property may each add a way of reading it. */
export const field =
  (read: Field['read'] = (value) => value): PropertyDecorator =>
  (prototype, property) => {
    const name = wireName(String(property));
    const inherited = fieldsOf(prototype);
    const before = inherited.get(name)?.read;
    const combined: Field['read'] = before ? (value) => read(before(value)) : read;
    const fields = new Map(inherited).set(name, { property: String(property), name, read: combined });
    Reflect.defineMetadata(FIELDS, fields, prototype);
  };

/** The fields of a DTO by their names on the wire. */
export function fieldsOf(prototype: object): ReadonlyMap<string, Field> {
  return (Reflect.getMetadata(FIELDS, prototype) as ReadonlyMap<string, Field> | undefined) ?? new Map();
}

/** What the settings of a club say about input. */
export interface InputRules {
  readonly passwordMinLength: number;
}

/** Where a DTO under validation carries the rules; decorators run before settings are known. */
export const RULES = Symbol('rules for input');
