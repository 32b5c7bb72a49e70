export type Objects = Readonly<Record<string, unknown>>;

/** What is wrong with a value that stands at a pointer. */
export type Check = (at: string, value: unknown) => readonly string[];

const OPTIONAL = Symbol('optional');
type Member = Check & { readonly [OPTIONAL]?: true };

/** A member that may be absent. */
export const optional = (check: Check): Member =>
  Object.assign((at: string, value: unknown) => check(at, value), { [OPTIONAL]: true as const });

export const isObject = (value: unknown): value is Objects =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an object of the primary data shows a record; otherwise it only says which one is meant. */
export const isResource = (value: unknown): value is Objects =>
  isObject(value) && ['attributes', 'relationships', 'links'].some((name) => Object.hasOwn(value, name));

export const isText = (value: unknown): value is string => typeof value === 'string';

/** Checks an object that has these members and no others, apart from @-members and those of an extension. */
export function membersAt(
  at: string,
  value: unknown,
  members: Readonly<Record<string, Member>>,
  extension?: RegExp,
): string[] {
  if (!isObject(value)) return [`${at}: no object`];
  const unknown = Object.keys(value).filter(
    (key) => !Object.hasOwn(members, key) && !key.startsWith('@') && !extension?.test(key),
  );
  const known = Object.entries(members).flatMap(([key, check]) => {
    if (Object.hasOwn(value, key)) return check(`${at}/${key}`, value[key]);
    return check[OPTIONAL] ? [] : [`${at}: no ${key}`];
  });
  return [...unknown.map((key) => `${at}: unknown member ${key}`), ...known];
}

export function listAt(at: string, value: unknown, check: Check): readonly string[] {
  if (!Array.isArray(value)) return [`${at}: no list`];
  return value.flatMap((each, index) => check(`${at}/${index}`, each));
}
