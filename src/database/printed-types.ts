import pg from 'pg';

type Oid = Parameters<typeof pg.types.getTypeParser>[0];
type Parse = (text: string) => unknown;

const TIMESTAMPTZ: Oid = pg.types.builtins.TIMESTAMPTZ;

/** What every connection makes of the values that PostgreSQL sends, but times as text. */
export const PRINTED_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): Parse =>
    oid === TIMESTAMPTZ ? printTime : (pg.types.getTypeParser(oid, format) as Parse),
};

/** `2020-01-24 16:34:34.8+00`, as PostgreSQL prints it to sessions in UTC. */
const IN_UTC = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00$/;

/** PostgreSQL's text of a time as ISO 8601 in UTC with milliseconds, whatever zone the session has. */
export function printTime(text: string): string {
  const parts = IN_UTC.exec(text);
  if (parts) return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z`;
  const parse = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;
  return parse(text).toISOString();
}
