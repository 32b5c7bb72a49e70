import type { One, Page, Removed } from '../../reading/answer.js';
import type { Resource, Row } from '../../query/resource.js';
import { compiledPerResource, fieldsFor, type Shape } from './shape.js';
import { VALUES } from './value-text.js';

type Write = (row: Row) => string;

/** Writes rows as flat objects: the id, the attributes, and related records by their ids. */
const flatObject = compiledPerResource(compile);

function compile({ attributes }: Resource, shape: Shape): Write {
  const names = [...shape.attributes, ...shape.toOne.map(({ name }) => name)];
  const members = names.map((name) => {
    return { name, before: `,${JSON.stringify(name)}:`, write: VALUES[attributes[name]?.kind ?? 'text'] };
  });
  return (row) => {
    let text = `{"id":${JSON.stringify(row.id)}`;
    for (const { name, before, write } of members) text += before + write(row[name]);
    return `${text}}`;
  };
}

/** `{"user": {…}}`, with the message before it; or the message alone. */
export function onePlain({ resource, row, query, message, messageOnly }: One): string {
  if (messageOnly && message !== undefined) return JSON.stringify({ message });
  const written = row ? flatObject(resource, fieldsFor(query, resource))(row) : 'null';
  return `{${messageMember(message)}${JSON.stringify(resource.type)}:${written}}`;
}

/** `{"users": […]}`. */
export function pagePlain({ resource, rows, query }: Page): string {
  const write = flatObject(resource, fieldsFor(query, resource));
  return `{${JSON.stringify(resource.collection)}:[${rows.map(write).join(',')}]}`;
}

/** What was deleted, and that it was. */
export const removedPlain = ({ resource, row, message }: Removed): string =>
  `{${messageMember(message)}${JSON.stringify(resource.type)}:${flatObject(resource, undefined)(row)}}`;

const messageMember = (message: string | undefined): string =>
  message === undefined ? '' : `"message":${JSON.stringify(message)},`;
