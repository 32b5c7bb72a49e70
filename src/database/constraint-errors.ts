import { Conflict, Invalid, NotFound, Unauthorized } from '../shared/errors/errors.js';

type NamedError = Conflict | Invalid | NotFound | Unauthorized;

/** The caller was deleted while this request of theirs was under way. */
const callerIsGone = () => new Unauthorized('The user of this token was deleted.', 'TOKEN_INVALID');

/** What the client is told when a constraint or unique index of the schema refuses a change. */
export const constraintErrors: ReadonlyMap<string, () => NamedError> = new Map<string, () => NamedError>([
  ['users_username_unique', () => new Conflict('User already exists.', 'USER_ALREADY_EXISTS')],
  ['users_email_unique', () => new Conflict('Email is already in use.', 'EMAIL_IN_USE')],
  ['roles_name', () => new Conflict('Role already exists.', 'ROLE_ALREADY_EXISTS')],
  ['user_roles_role', () => new Conflict('Role is in use or does not exist.', 'ROLE_IN_USE')],
  ['items_id', () => new Conflict('Loan item already exists.', 'LOAN_ITEM_ALREADY_EXISTS')],
  ['loans_one_open_per_item', () => new Conflict('Item is already on loan.', 'ITEM_ON_LOAN')],
  ['loans_open_has_item', () => new Conflict('Cannot delete loan item that is loaned.', 'LOAN_ITEM_ON_LOAN')],
  [
    'loans_open_has_borrower',
    () => new Conflict('Cannot delete user that holds loan items.', 'USER_HOLDS_ITEMS'),
  ],
  ['loans_lent_by', callerIsGone],
  ['loans_returned_by', callerIsGone],
  ['loans_due_after_loaned', () => Invalid.field('due_at', '`due_at` must be in the future.')],
  ['runs_user', () => new NotFound('User not found.', 'USER_NOT_FOUND')],
  ['runs_ends_after_start', () => Invalid.field('end_time', '`end_time` must be after `start_time`.')],
  ['runs_at_most_48_hours', () => Invalid.field('end_time', 'A run lasts at most 48 hours.')],
]);
