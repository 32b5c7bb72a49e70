import type { Client } from 'pg';
import type { Position } from '../../src/shared/query/page-window.js';
import type { Size } from './size.js';

/** What requests are made from. */
export interface Club extends Size {
  /** Places half-way down the list of all runs, newest first: in a million, half a million deep. */
  readonly deep: readonly Position[];
}

const PLACES = 400;

/** Looks up in a loaded database what the sizes alone do not tell. */
export async function survey(client: Client, size: Size): Promise<Club> {
  const { rows } = await client.query<{ at: Date; id: string }>(
    `SELECT start_time AS at, id::text FROM runs ORDER BY start_time DESC, id DESC LIMIT $1 OFFSET $2`,
    [PLACES, Math.floor(size.runs / 2)],
  );
  return { ...size, deep: rows.map(({ at, id }) => [at.toISOString(), id]) };
}
