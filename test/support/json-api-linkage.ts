import { isObject, isResource, type Objects } from './json-api-values.js';

const keyOf = ({ type, id }: Objects): string => JSON.stringify([type, id]);
const objectsIn = (value: unknown): readonly Objects[] => [value].flat().filter(isObject);

/** No two resource objects with the same type and id. */
export function repeated({ data, included }: Objects): readonly string[] {
  const keys = [...objectsIn(data).filter(isResource), ...objectsIn(included)].map(keyOf);
  return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `: ${key} is there twice`);
}

/** Full linkage: a chain of relationships leads from the primary data to each included record. */
export function unlinked({ data, included }: Objects): readonly string[] {
  const others = new Map(objectsIn(included).map((each) => [keyOf(each), each]));
  const reached = [...objectsIn(data)];
  for (const each of reached) {
    const own = others.get(keyOf(each));
    others.delete(keyOf(each));
    const found = [each, own].filter(isObject).flatMap(linkedFrom);
    reached.push(...found.filter((linked) => others.has(keyOf(linked))));
  }
  return [...others.keys()].map((key) => `/included: nothing leads to ${key}`);
}

const linkedFrom = ({ relationships }: Objects): readonly Objects[] =>
  Object.values(isObject(relationships) ? relationships : {}).flatMap((each) =>
    isObject(each) ? objectsIn(each['data']) : [],
  );
