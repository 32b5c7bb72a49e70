import type { LiveCaller } from '../cast.js';
import { MODES, type Mode } from '../table.js';

/** Something that some may not know, told by two worlds that differ in nothing else. */
export interface Secret {
  readonly name: string;
  /** The statements that make the one world and the other. */
  readonly worlds: readonly [string, string];
  /** Whoever must not be able to tell them apart. */
  readonly ignorant: readonly LiveCaller[];
  /** Who can: shows that the questions are good enough to find out. */
  readonly knowing: LiveCaller | 'carl';
  /** Values of either world and of neither, which filters compare with. */
  readonly clues: readonly (string | number | boolean)[];
  readonly modes: readonly Mode[];
}

const person = (username: string): string => `(SELECT id FROM users WHERE username = '${username}')`;

const lends = (borrower: string, more = ''): string => `
  INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, loaned_at ${more && ', due_at, returned_at'})
  VALUES ('free', 'A free drill', ${person(borrower)}, ${person('admin')}, '2020-02-01T12:00Z' ${more})`;

const runs = (distance: number, hour: number): string => `
  INSERT INTO runs (user_id, time_zone, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng,
    weather_status)
  VALUES (${person('carl')}, 'UTC', '2020-02-02T${hour}:00Z', '2020-02-02T${hour}:45Z', ${distance}, 1.5, 2.5, 3.5, 4.5,
    'disabled')`;

const profile = (email: string, phone: string, name: string, zone: string, active: boolean): string => `
  UPDATE users SET email = '${email}', phone = '${phone}', first_name = '${name}', last_name = '${name}',
    time_zone = '${zone}', active = ${active}
  WHERE username = 'carl'`;

const tells = (type: string, distance: number): string => `
  INSERT INTO audit_events (at, action, subject_type, subject_id, after, person_ids, actor_id, address)
  VALUES ('2020-02-03T12:00Z', 'update', '${type}', '${distance}', '{"distance": ${distance}}', ARRAY[${person('carl')}],
    ${person(distance > 5 ? 'carl' : 'dora')}, '203.0.113.${distance}')`;

export const SECRETS: readonly Secret[] = [
  {
    name: 'who holds an item',
    worlds: [lends('carl'), lends('dora')],
    ignorant: ['regular', 'usermanager', 'only-items', 'only-runs', 'users-and-roles'],
    knowing: 'only-loans',
    clues: ['carl', 'dora', 'free'],
    modes: MODES,
  },
  {
    name: 'who held an item, and until when',
    worlds: [
      lends('carl', ", '2020-03-01T12:00Z', '2020-02-11T12:00Z'"),
      lends('dora', ", '2020-04-01T12:00Z', '2020-02-12T12:00Z'"),
    ],
    ignorant: ['regular', 'usermanager', 'only-items', 'users-and-roles'],
    knowing: 'only-loans',
    clues: ['carl', 'dora', '2020-02-11', '2020-03-01'],
    modes: ['self-service'],
  },
  {
    name: 'what is kept about a member',
    worlds: [
      profile('secret@one.example', '+441234567890', 'Karl', 'Europe/Berlin', true),
      profile('other@two.example', '+4930123456', 'Karol', 'Asia/Tokyo', false),
    ],
    ignorant: ['regular', 'only-roles', 'only-items', 'only-loans', 'only-runs', 'items-and-loans'],
    knowing: 'usermanager',
    clues: ['secret@one.example', 'other@', '+44', 'Karl', 'Karol', 'Asia/Tokyo', true, false],
    modes: ['self-service'],
  },
  {
    name: 'which roles a member has',
    worlds: [
      `UPDATE user_roles SET role_name = 'spare' WHERE user_id = ${person('carl')}`,
      `UPDATE user_roles SET role_name = 'usermanager' WHERE user_id = ${person('carl')}`,
    ],
    ignorant: ['regular', 'only-roles', 'only-loans', 'only-runs'],
    knowing: 'usermanager',
    clues: ['spare', 'usermanager', 'regular'],
    modes: ['admin-operated'],
  },
  {
    name: 'how far, when and how often a member ran',
    worlds: [runs(1234, 10), `${runs(4321, 12)}; ${runs(99, 14)}`],
    ignorant: ['regular', 'usermanager', 'only-loans', 'only-items', 'users-and-roles'],
    knowing: 'only-runs',
    clues: [1234, 4321, 99, 2000, '2020-02-02', 'carl'],
    modes: ['self-service'],
  },
  {
    name: 'what an item is that somebody else holds',
    worlds: [
      `UPDATE items SET description = 'Alpha' WHERE id = 'held-carl'`,
      `UPDATE items SET description = 'Omega' WHERE id = 'held-carl'`,
    ],
    ignorant: ['regular', 'usermanager', 'only-runs', 'users-and-roles'],
    knowing: 'only-items',
    clues: ['Alpha', 'Omega', 'held-carl', 'm'],
    modes: ['admin-operated'],
  },
  {
    name: 'what a role allows',
    worlds: [
      `UPDATE roles SET permissions = '{mode}', description = 'Alpha' WHERE name = 'spare'`,
      `UPDATE roles SET permissions = '{}', description = 'Omega' WHERE name = 'spare'`,
    ],
    ignorant: ['regular', 'usermanager', 'only-loans', 'archivist'],
    knowing: 'only-roles',
    clues: ['Alpha', 'Omega', 'mode', 'spare'],
    modes: ['admin-operated'],
  },
  {
    name: 'from where and with what a member logs in',
    worlds: [
      `UPDATE sessions SET user_agent = 'Alpha', address = '203.0.113.1' WHERE user_id = ${person('carl')}`,
      `UPDATE sessions SET user_agent = 'Omega', revoked_at = NULL, expires_at = expires_at + interval '1 hour'
       WHERE user_id = ${person('carl')}`,
    ],
    ignorant: ['regular', 'usermanager', 'admin', 'first-admin'],
    knowing: 'carl',
    clues: ['Alpha', 'Omega', '203.0.113.1'],
    modes: ['admin-operated'],
  },
  ...['run', 'loan', 'loan-item', 'mode'].map((type): Secret => ({
    name: `what was done to a ${type}`,
    worlds: [tells(type, 9), `${tells(type, 3)}; ${tells(type, 4)}`],
    ignorant: ['regular', 'only-roles', 'users-and-roles'],
    knowing: 'admin',
    clues: ['9', '3', '203.0.113.9', 'carl', '2020-02-03', type],
    modes: ['self-service'],
  })),
];
