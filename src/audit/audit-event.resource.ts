import sql, { join } from 'sql-template-tag';
import type { Permission } from '../shared/access/caller.js';
import { json, optional, text, time } from '../shared/query/attribute.js';
import { COUNTED, defineResource, toOneOrNone, type Viewer, within } from '../shared/query/resource.js';

/** Of whom one must be an administrator to read what happened to records of a type. */
const ADMINISTRATORS: Readonly<Record<string, Permission>> = {
  user: 'users',
  role: 'roles',
  mode: 'mode',
  'loan-item': 'items',
  loan: 'loans',
  run: 'runs',
};

const ACTIONS = [
  'create',
  'update',
  'delete',
  'lend',
  'return',
  'grant-role',
  'revoke-role',
  'change-password',
];

/** Whoever may not appoint others has nobody to account for, whatever else they may do. */
const typesFor = (viewer: Viewer): readonly string[] =>
  Object.entries(ADMINISTRATORS)
    .filter(([, permission]) => viewer.may('roles') && viewer.may(permission))
    .map(([type]) => type);

const state = (name: string, about: string) =>
  optional(json<Record<string, unknown>>({ about, schema: { name, properties: {} } }));

export const auditEventResource = defineResource({
  type: 'audit-event',
  collection: 'audit-events',
  title: 'Audit event',
  about: 'One change of one record: written with it, never changed, and there when the record is gone.',
  table: 'audit_events',
  id: COUNTED,
  attributes: {
    at: time({ about: 'When it was changed.' }),
    action: text({ about: 'What was done.', enum: ACTIONS, sort: false, example: 'update' }),
    subject_type: text({
      about: 'The type of the record.',
      enum: Object.keys(ADMINISTRATORS),
      sort: false,
      example: 'loan-item',
    }),
    subject_id: text({
      about: 'Its id; of a member who was deleted, their UUID.',
      maxLength: 64,
      sort: false,
      example: 'drill-1',
    }),
    before: state('AuditedBefore', 'What the changed attributes were; null for what is new, or was erased.'),
    after: state('AuditedAfter', 'What they are since; null for what is gone, or was erased.'),
    address: optional(
      text({
        about: 'From where: the client’s IP address.',
        maxLength: 45,
        sort: false,
        example: '203.0.113.7',
      }),
    ),
    request_id: optional(
      text({
        about: 'The `X-Request-Id` of the request.',
        format: 'uuid',
        maxLength: 36,
        sort: false,
        example: '123e4567-e89b-12d3-a456-426614174000',
      }),
    ),
  },
  relationships: {
    actor: toOneOrNone('user', {
      about: 'Who changed it; null where that was the server itself, a stranger, or somebody deleted since.',
      key: (row) => sql`${within(row, 'actor')}.id`,
      reach: (viewer) => viewer.may('users'),
    }),
  },
  joins: (row) => {
    const actor = within(row, 'actor');
    return sql`LEFT JOIN users AS ${actor} ON ${actor}.id = ${row}.actor_id`;
  },
  defaultSort: ['-at'],
  visibleTo: (viewer, row) => {
    const types = typesFor(viewer);
    if (types.length === 0) return sql`false`;
    if (types.length === Object.keys(ADMINISTRATORS).length) return sql`true`;
    return sql`${row}.subject_type IN (${join(types)})`;
  },
});
