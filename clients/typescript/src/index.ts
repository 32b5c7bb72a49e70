export { Kitroom, type KitroomOptions } from './kitroom.js';
export { KitroomError } from './kitroom-error.js';
export type { Session } from './session.js';
export type { Page } from './page.js';
export type { Filter, Where } from './where.js';
export type { Listing, ListOptions, PageOptions } from './listing.js';
export type { Changeable, Records, ReadOptions } from './records.js';
export type { IfMatch, Versioned, VersionedRecords } from './versioned.js';
export type { Loans } from './loans.js';
export type { ChangeOptions, RequestOptions } from './requests.js';
export type {
  ChangesOf,
  CreationOf,
  Loan,
  LoanItem,
  RecordOf,
  Report,
  ResourceName,
  Role,
  Run,
  SortKey,
  User,
} from './resources.js';
/** The OpenAPI document, for whoever wants to send requests of their own. */
export type { components, operations, paths } from './generated/plain.js';
