import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { auditEventResource } from '../../src/audit/audit-event.resource.js';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import { planOf } from '../support/plans.js';
import { type OpenDatabase, openDatabase } from '../support/reading.js';
import { viewer } from '../support/shed.js';

const EVENTS = 100_000;
const ADMIN = viewer(
  '00000000-0000-0000-0000-000000000001',
  ...['users', 'roles', 'items', 'loans', 'runs', 'mode'],
);

let open: OpenDatabase;
let client: pg.Client;
beforeAll(async () => {
  open = await openDatabase();
  client = new pg.Client({ connectionString: open.url });
  await client.connect();
  await client.query(`
    INSERT INTO users (id, username, password_hash)
    SELECT md5('member ' || n)::uuid, 'member-' || n, '' FROM generate_series(1, 1000) n`);
  await client.query(
    `INSERT INTO audit_events (at, action, subject_type, subject_id, address, request_id, actor_id, person_ids)
     SELECT timestamptz '2025-01-01Z' + n * interval '1 minute', 'update',
       (ARRAY['run', 'run', 'run', 'loan', 'loan-item', 'user'])[1 + n % 6], n / 3, '203.0.113.' || n % 200,
       md5('request ' || n)::uuid, md5('member ' || 1 + n % 1000)::uuid, ARRAY[md5('member ' || 1 + n % 1000)::uuid]
     FROM generate_series(1, $1::int) n`,
    [EVENTS],
  );
  await client.query('ANALYZE users, audit_events');
}, 120_000);
afterAll(async () => {
  await client.end();
  await open.close();
});

describe(`among ${EVENTS} events`, () => {
  it.each<readonly [string, readonly Pair[]]>([
    ['the latest', []],
    ['the first', [['sort', 'at']]],
    ['those of a day', [['filter[at]', '2025-03-01']]],
    [
      'those of a record',
      [
        ['filter[subject_type]', 'loan'],
        ['filter[subject_id]', '4711'],
      ],
    ],
    ['those of an id', [['filter[subject_id]', '4711']]],
    ['those of a request', [['filter[request_id]', '123e4567-e89b-12d3-a456-426614174000']]],
    ['those of a member', [['filter[actor]', 'member-7']]],
    ['those of a type', [['filter[subject_type]', 'user']]],
  ])('%s are found without a look at the others', async (_, pairs) => {
    const uncounted: readonly Pair[] = [...pairs, ['page[count]', 'false']];
    const plan = await planOf(open.database, {
      resource: auditEventResource,
      viewer: ADMIN,
      pairs: uncounted,
    });
    expect(plan).not.toContain('Seq Scan on audit_events');
  });

  it.each(['person_ids @> ARRAY[md5($$member 7$$)::uuid]', 'actor_id = md5($$member 7$$)::uuid'])(
    'those that a deletion touches are found by an index: %s',
    async (condition) => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN UPDATE audit_events SET address = NULL WHERE ${condition}`,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan');
    },
  );
});
