import { Logger } from '@nestjs/common';
import pg from 'pg';

/**
 * Makes the indexes by which texts are searched for what they contain, where the server offers the extension for them.
 * Where it does not, such searches read all rows, and one line says so. Unlike a migration this is done at each start, so
 * that what the server comes to offer later is used. To be called by one process at a time.
 */
export async function provideSearchIndexes(client: pg.Client): Promise<void> {
  const obstacle = await tryToProvide(client);
  if (obstacle === null) return;
  new Logger('Database').warn(
    `Searches in texts ("contains" and the like) read all rows, for want of the extension pg_trgm: ${obstacle}`,
  );
}

/** What stands in the way, in the words of the server. */
async function tryToProvide(client: pg.Client): Promise<string | null> {
  try {
    if ((await schemaOfExtension(client)) === null) await client.query('CREATE EXTENSION pg_trgm');
    const schema = await schemaOfExtension(client);
    for (const statement of indexes(`${schema}.gin_trgm_ops`)) await client.query(statement);
    return null;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.message;
    throw error;
  }
}

async function schemaOfExtension(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT quote_ident(nspname) AS schema FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
     WHERE extname = 'pg_trgm'`,
  );
  return rows[0]?.schema ?? null;
}

/** The short list of pending entries keeps a lending from waiting for that of a thousand others to be sorted in. */
const indexes = (operators: string): readonly string[] => [
  `CREATE INDEX IF NOT EXISTS items_by_description ON items USING gin (description ${operators})`,
  `CREATE INDEX IF NOT EXISTS loans_by_item_description ON loans USING gin (item_description ${operators})
   WITH (gin_pending_list_limit = 256)`,
];
