import sql from 'sql-template-tag';
import { PERMISSIONS } from '../shared/access/caller.js';
import { names, optional, text } from '../shared/query/attribute.js';
import { defineResource } from '../shared/query/resource.js';

export const roleResource = defineResource({
  type: 'role',
  collection: 'roles',
  title: 'Role',
  about: 'A name for a set of permissions.',
  table: 'roles',
  key: 'name',
  id: {
    column: 'name',
    kind: 'text',
    clientField: 'name',
    about: 'The name of the role: lower-case letters, digits, dots, underscores and hyphens.',
    pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
    maxLength: 64,
    example: 'quartermaster',
  },
  attributes: {
    description: optional(
      text({ about: 'What the role is for.', maxLength: 500, example: 'Lends the kit.' }),
    ),
    permissions: names({
      about: 'What the role allows: to administer users, roles, items, loans, runs or the mode.',
      enum: PERMISSIONS,
      maxItems: PERMISSIONS.length,
      sort: false,
      example: ['items', 'loans'],
    }),
  },
  visibleTo: (viewer) => (viewer.may('roles') ? sql`true` : sql`false`),
});
