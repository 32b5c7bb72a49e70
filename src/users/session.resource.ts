import sql from 'sql-template-tag';
import { optional, text, time, truth } from '../shared/query/attribute.js';
import { SESSION_ID } from '../shared/query/parameter.js';
import { defineResource } from '../shared/query/resource.js';

/** Sessions that are alive, each for its own user's eyes only: those who administer users end them in other ways. */
export const sessionResource = defineResource({
  type: 'session',
  collection: 'sessions',
  title: 'Session',
  about: 'A login that still counts, with all tokens that came of it.',
  table: 'live_sessions',
  id: {
    column: 'id',
    kind: 'uuid',
    about: 'The `sid` of its tokens.',
    format: 'uuid',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    maxLength: 36,
    example: '6b0ea8b1-3f0c-4bd0-8f4f-9a7f1f0a3c55',
  },
  attributes: {
    created_at: time({ about: 'When the user logged in.' }),
    expires_at: time({ about: 'When it is over at the latest.' }),
    last_used_at: time({ about: 'When a token of it was last sent, to the minute.' }),
    address: optional(text({ about: 'The IP address of the login.', maxLength: 45, example: '203.0.113.7' })),
    user_agent: optional(
      text({
        about: 'What the program that logged in calls itself.',
        maxLength: 500,
        example: 'curl/8.5.0',
      }),
    ),
    current: truth({
      about: 'Whether this very request is part of it.',
      sql: (row) => sql`(${row}.id = ${SESSION_ID}::uuid)`,
      sort: false,
      example: true,
    }),
  },
  defaultSort: ['-created_at'],
  visibleTo: (viewer, row) => sql`${row}.user_id = ${viewer.id}`,
});
