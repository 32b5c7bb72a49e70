import type { Found, Row } from './ask.js';
import { printPage } from './print-page.js';
import { BASE } from './window.js';

export type Headers = Readonly<Record<string, string | number>>;

/** An answer, ready to be sent. */
export interface Printed {
  readonly headers: Headers;
  readonly text: string;
}

export const PLAIN: Headers = { 'content-type': 'application/json; charset=utf-8' };
export const JSON_API: Headers = { 'content-type': 'application/vnd.api+json' };
export const jsonapi = { version: '1.1' };

/** The same bytes as the server's, in one of its two representations. */
export function print(found: Found, plain: boolean): Printed {
  if ('row' in found) return printOne(found, plain);
  if ('page' in found) return printPage(found, plain);
  return { headers: PLAIN, text: JSON.stringify('object' in found ? found.object : {}) };
}

function printOne({ status, kind, row }: Extract<Found, { row: Row }>, plain: boolean): Printed {
  const self = `${BASE}/${kind.collection}/${row.id}`;
  const type = plain ? PLAIN : JSON_API;
  const document = plain
    ? { [kind.type]: kind.flat(row) }
    : { data: kind.resource(row), links: { self }, jsonapi };
  return {
    headers: status === 201 ? { ...type, location: self } : type,
    text: JSON.stringify(document),
  };
}
