import type { One, Page, Removed } from '../../reading/answer.js';
import type { Resource, Row } from '../../query/resource.js';
import { compiledPerResource, fieldsFor, type Shape } from './shape.js';

type Print = (row: Row) => Readonly<Record<string, unknown>>;

/** Prints rows as flat objects: the id, the attributes, and related records by their ids. */
export const toFlatObject = compiledPerResource(compile);

function compile(_: Resource, shape: Shape): Print {
  const names = [...shape.attributes, ...shape.toOne.map(({ name }) => name)];
  return (row) => {
    const printed: Record<string, unknown> = { id: row.id };
    for (const name of names) printed[name] = row[name];
    return printed;
  };
}

/** `{"user": {…}}`, with the message before it; or the message alone. */
export function onePlain({ resource, row, query, message, messageOnly }: One): object {
  if (messageOnly && message !== undefined) return { message };
  return {
    ...(message !== undefined && { message }),
    [resource.type]: row && toFlatObject(resource, fieldsFor(query, resource))(row),
  };
}

/** `{"users": […]}`. */
export const pagePlain = ({ resource, rows, query }: Page): object => ({
  [resource.collection]: rows.map(toFlatObject(resource, fieldsFor(query, resource))),
});

/** What was deleted, and that it was. */
export const removedPlain = ({ resource, row, message }: Removed): object => ({
  message,
  [resource.type]: toFlatObject(resource, undefined)(row),
});
