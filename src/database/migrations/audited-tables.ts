/** How the rows of one table come to be told in the audit trail; `row` is `OLD` or `NEW`. */
export interface Audited {
  readonly table: string;
  /** The type of the subject on the wire. */
  readonly type: string;
  readonly actions: { readonly insert: string; readonly update: string; readonly delete: string };
  /** Its id on the wire; null where there is nothing to tell. */
  readonly subject: (row: string) => string;
  /** What is told of it, by the names on the wire. */
  readonly state: (row: string) => Readonly<Record<string, string>>;
  /** Whose values these are. */
  readonly persons: (row: string) => string;
  /** The columns whose change is told; versions, weather and blanked references are not anybody's change. */
  readonly changes: readonly string[];
}

const NOBODY = (): string => `'{}'::uuid[]`;
const CHANGES = { insert: 'create', update: 'update', delete: 'delete' } as const;

const columns = (row: string, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `${row}.${name}`]));

const USER = ['username', 'phone', 'email', 'first_name', 'last_name', 'time_zone', 'active'];
const RUN = ['distance', 'start_lat', 'start_lng', 'end_lat', 'end_lng'];

export const AUDITED: readonly Audited[] = [
  {
    table: 'users',
    type: 'user',
    actions: CHANGES,
    subject: (row) => `${row}.username`,
    state: (row) => columns(row, USER),
    persons: (row) => `ARRAY[${row}.id]`,
    changes: USER,
  },
  {
    table: 'user_roles',
    type: 'user',
    actions: { insert: 'grant-role', update: 'grant-role', delete: 'revoke-role' },
    subject: (row) => `name_of(${row}.user_id)`,
    state: (row) => ({ role: `${row}.role_name` }),
    persons: (row) => `ARRAY[${row}.user_id]`,
    changes: ['user_id', 'role_name'],
  },
  {
    table: 'roles',
    type: 'role',
    actions: CHANGES,
    subject: (row) => `${row}.name`,
    state: (row) => columns(row, ['description', 'permissions']),
    persons: NOBODY,
    changes: ['description', 'permissions'],
  },
  {
    table: 'mode',
    type: 'mode',
    actions: CHANGES,
    subject: () => `'mode'`,
    state: (row) => columns(row, ['mode']),
    persons: NOBODY,
    changes: ['mode'],
  },
  {
    table: 'items',
    type: 'loan-item',
    actions: CHANGES,
    subject: (row) => `${row}.id`,
    state: (row) => columns(row, ['description']),
    persons: NOBODY,
    changes: ['description'],
  },
  {
    table: 'loans',
    type: 'loan',
    actions: { insert: 'lend', update: 'return', delete: 'delete' },
    subject: (row) => `${row}.id::text`,
    state: (row) => ({
      item: `${row}.item_id`,
      borrower: `name_of(${row}.borrower_id)`,
      loaned_at: `iso_time(${row}.loaned_at)`,
      due_at: `iso_time(${row}.due_at)`,
      returned_at: `iso_time(${row}.returned_at)`,
    }),
    persons: (row) => `array_remove(ARRAY[${row}.borrower_id], NULL)`,
    changes: ['returned_at'],
  },
  {
    table: 'runs',
    type: 'run',
    actions: CHANGES,
    // With a member go their runs: that is the event of the member.
    subject: (row) => `(SELECT ${row}.id::text FROM users WHERE id = ${row}.user_id)`,
    state: (row) => ({
      user: `name_of(${row}.user_id)`,
      start_time: `iso_time(${row}.start_time)`,
      end_time: `iso_time(${row}.end_time)`,
      ...columns(row, RUN),
    }),
    persons: (row) => `ARRAY[${row}.user_id]`,
    changes: ['user_id', 'start_time', 'end_time', ...RUN],
  },
];
