import sql from 'sql-template-tag';
import { names, optional, text, time, truth } from '../shared/query/attribute.js';
import { defineResource, type Row, toMany } from '../shared/query/resource.js';
import { ROLE_ORDER } from '../roles/role-names.js';

const username = {
  about: '1 to 64 letters, digits, dots, underscores and hyphens; unique without regard to case, and fixed.',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  maxLength: 64,
  example: 'bob',
} as const;

/** A role by its built-in alias. */
const synonyms = { user: 'regular' };

export const userResource = defineResource({
  type: 'user',
  collection: 'users',
  title: 'User',
  about: 'A member of the club.',
  table: 'users',
  versioned: true,
  id: { column: 'username', kind: 'text', ignoreCase: true, clientField: 'username', ...username },
  attributes: {
    username: text({ ...username, ignoreCase: true }),
    phone: optional(
      text({
        about: 'In E.164 form.',
        pattern: '^\\+[1-9][0-9]{1,14}$',
        maxLength: 16,
        example: '+441234567890',
      }),
    ),
    email: optional(
      text({
        about: 'Unique without regard to case.',
        format: 'email',
        maxLength: 254,
        ignoreCase: true,
        example: 'bob@club.example',
      }),
    ),
    first_name: optional(text({ about: 'Given name.', maxLength: 100, example: 'Bob' })),
    last_name: optional(text({ about: 'Family name.', maxLength: 100, example: 'Miller' })),
    role: text({
      about: 'The highest role: admin, usermanager, regular, or else a role of the club’s own.',
      sql: (row) => sql`(
        SELECT ur.role_name FROM user_roles ur WHERE ur.user_id = ${row}.id
        ORDER BY array_position(${ROLE_ORDER}, ur.role_name), ur.role_name COLLATE "C" LIMIT 1)`,
      synonyms,
      maxLength: 64,
      example: 'regular',
    }),
    roles: names({
      about: 'All roles, the highest first.',
      sql: (row) => sql`ARRAY(
        SELECT ur.role_name FROM user_roles ur WHERE ur.user_id = ${row}.id
        ORDER BY array_position(${ROLE_ORDER}, ur.role_name), ur.role_name COLLATE "C")`,
      sort: false,
      synonyms,
      maxItems: 20,
      example: ['regular'],
    }),
    time_zone: text({
      about: 'IANA time zone: the dates of runs logged from now on are of this zone.',
      pattern: '^[A-Za-z]',
      maxLength: 64,
      example: 'Europe/Berlin',
    }),
    active: truth({ about: 'An inactive user cannot log in or borrow.', example: true }),
    created_at: time({ about: 'When the user registered.' }),
    updated_at: time({ about: 'When the user was last changed.' }),
  },
  relationships: {
    runs: toMany('run', {
      about: 'The runs that the user logged.',
      on: (row, run) => sql`${run}.user_id = ${row}.id`,
    }),
    loans: toMany('loan', {
      about: 'What the user borrowed.',
      on: (row, loan) => sql`${loan}.borrower_id = ${row}.id`,
    }),
  },
  visibleTo: (viewer, row) => (viewer.may('users') ? sql`true` : sql`${row}.id = ${viewer.id}`),
});

export type UserRow = Row<typeof userResource>;
