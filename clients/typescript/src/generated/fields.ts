// Generated from the plain OpenAPI document; `npm run test:clients -- --write` writes it anew.
import type { Day, Names, Numeric, Serial, Text, Time, ToMany, ToOne, Truth } from '../filter-kinds.js';

/** What each list can be filtered by. */
export interface FilterFields {
  readonly 'users': {
    readonly 'id': Text;
    readonly 'username': Text;
    readonly 'phone': Text;
    readonly 'email': Text;
    readonly 'first_name': Text;
    readonly 'last_name': Text;
    readonly 'role': Text;
    readonly 'roles': Names;
    readonly 'time_zone': Text;
    readonly 'active': Truth;
    readonly 'created_at': Time;
    readonly 'updated_at': Time;
    readonly 'runs': ToMany<'runs'>;
    readonly 'loans': ToMany<'loans'>;
  };
  readonly 'sessions': {
    readonly 'id': Truth;
    readonly 'created_at': Time;
    readonly 'expires_at': Time;
    readonly 'last_used_at': Time;
    readonly 'address': Text;
    readonly 'user_agent': Text;
    readonly 'current': Truth;
  };
  readonly 'roles': {
    readonly 'id': Text;
    readonly 'description': Text;
    readonly 'permissions': Names;
  };
  readonly 'reports': {
    readonly 'id': Serial;
    readonly 'start_time': Time;
    readonly 'end_time': Time;
    readonly 'distance': Numeric;
    readonly 'start_lat': Numeric;
    readonly 'start_lng': Numeric;
    readonly 'end_lat': Numeric;
    readonly 'end_lng': Numeric;
    readonly 'date': Day;
    readonly 'duration': Numeric;
    readonly 'weather_status': Text<'pending' | 'ok' | 'unavailable' | 'failed' | 'disabled'>;
    readonly 'created_at': Time;
    readonly 'updated_at': Time;
    readonly 'user': ToOne<'users'>;
  };
  readonly 'runs': {
    readonly 'id': Serial;
    readonly 'start_time': Time;
    readonly 'end_time': Time;
    readonly 'distance': Numeric;
    readonly 'start_lat': Numeric;
    readonly 'start_lng': Numeric;
    readonly 'end_lat': Numeric;
    readonly 'end_lng': Numeric;
    readonly 'date': Day;
    readonly 'duration': Numeric;
    readonly 'weather_status': Text<'pending' | 'ok' | 'unavailable' | 'failed' | 'disabled'>;
    readonly 'created_at': Time;
    readonly 'updated_at': Time;
    readonly 'user': ToOne<'users'>;
  };
  readonly 'loan-items': {
    readonly 'id': Text;
    readonly 'description': Text;
    readonly 'available': Truth;
    readonly 'created_at': Time;
    readonly 'updated_at': Time;
    readonly 'loanedto': ToOne<'users'>;
    readonly 'loans': ToMany<'loans'>;
  };
  readonly 'loans': {
    readonly 'id': Serial;
    readonly 'loaned_at': Time;
    readonly 'due_at': Time;
    readonly 'returned_at': Time;
    readonly 'status': Text<'open' | 'overdue' | 'returned'>;
    readonly 'item_description': Text;
    readonly 'item': ToOne<'loan-items'>;
    readonly 'borrower': ToOne<'users'>;
    readonly 'lent_by': ToOne<'users'>;
    readonly 'returned_by': ToOne<'users'>;
  };
  readonly 'audit-events': {
    readonly 'id': Serial;
    readonly 'at': Time;
    readonly 'action': Text<'create' | 'update' | 'delete' | 'lend' | 'return' | 'grant-role' | 'revoke-role' | 'change-password'>;
    readonly 'subject_type': Text<'user' | 'role' | 'mode' | 'loan-item' | 'loan' | 'run'>;
    readonly 'subject_id': Text;
    readonly 'address': Text;
    readonly 'request_id': Text;
    readonly 'actor': ToOne<'users'>;
  };
}

/** What each list can be sorted by. */
export interface SortFields {
  readonly 'users': 'id' | 'username' | 'phone' | 'email' | 'first_name' | 'last_name' | 'role' | 'time_zone' | 'active' | 'created_at' | 'updated_at';
  readonly 'sessions': 'id' | 'created_at' | 'expires_at' | 'last_used_at' | 'address' | 'user_agent';
  readonly 'roles': 'id' | 'description';
  readonly 'reports': 'id' | 'year' | 'week_number' | 'week_start' | 'average_distance' | 'average_duration' | 'average_speed' | 'run_count' | 'total_distance' | 'total_duration';
  readonly 'runs': 'id' | 'start_time' | 'end_time' | 'distance' | 'start_lat' | 'start_lng' | 'end_lat' | 'end_lng' | 'date' | 'duration' | 'weather_status' | 'created_at' | 'updated_at' | 'user';
  readonly 'loan-items': 'id' | 'description' | 'created_at' | 'updated_at' | 'loanedto';
  readonly 'loans': 'id' | 'loaned_at' | 'due_at' | 'returned_at' | 'item_description' | 'item' | 'borrower' | 'lent_by' | 'returned_by';
  readonly 'audit-events': 'id' | 'at' | 'actor';
}
