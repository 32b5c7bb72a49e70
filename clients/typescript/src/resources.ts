import type { FilterFields, SortFields } from './generated/fields.js';
import type { components } from './generated/plain.js';

type Schemas = components['schemas'];
type Field<Schema> = Extract<keyof Schema, string>;

/** Records with all of their fields; a list or read with `fields` has only those, and the id. */
export type User = Required<Schemas['User']>;
export type LoanItem = Required<Schemas['LoanItem']>;
export type Loan = Required<Schemas['Loan']>;
export type Run = Required<Schemas['Run']>;
export type Report = Required<Schemas['Report']>;
export type Role = Required<Schemas['Role']>;

/** What each kind of record is, what a new one needs and what of it can be changed. */
export interface Resources {
  readonly users: { record: User; creation: Schemas['CreateUser']; changes: Schemas['UpdateUser'] };
  readonly 'loan-items': {
    record: LoanItem;
    creation: Schemas['CreateLoanItem'];
    changes: Schemas['UpdateLoanItem'];
  };
  readonly loans: { record: Loan; creation: Schemas['CreateLoan']; changes: never };
  readonly runs: { record: Run; creation: Schemas['CreateRun']; changes: Schemas['UpdateRun'] };
  readonly reports: { record: Report; creation: never; changes: never };
  readonly roles: { record: Role; creation: Schemas['CreateRole']; changes: Schemas['UpdateRole'] };
}

export type ResourceName = keyof Resources & keyof FilterFields & keyof SortFields;
export type RecordOf<Name extends ResourceName> = Resources[Name]['record'];
export type CreationOf<Name extends ResourceName> = Resources[Name]['creation'];
export type ChangesOf<Name extends ResourceName> = Resources[Name]['changes'];

/** What `fields` may name. */
export type FieldOf<Name extends ResourceName> = Exclude<Field<RecordOf<Name>>, 'id'>;
/** What of a record was asked for. */
export type Part<Name extends ResourceName, Fields extends FieldOf<Name>> = Pick<
  RecordOf<Name>,
  Fields | Extract<'id', keyof RecordOf<Name>>
>;
/** A field to sort by; descending with `-` before it. */
export type SortKey<Name extends ResourceName> = SortFields[Name] | `-${SortFields[Name]}`;

/** Where a resource is served, and what its documents call one and many. */
export interface Place {
  readonly path: string;
  readonly type: string;
  readonly collection: string;
}
