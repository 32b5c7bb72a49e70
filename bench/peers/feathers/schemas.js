import { Ajv } from '@feathersjs/schema';
import { getValidator, querySyntax, Type } from '@feathersjs/typebox';

const coercing = new Ajv({ coerceTypes: true });
const strict = new Ajv();

const text = Type.String();
const nullableText = Type.Union([Type.Null(), Type.String()]);

const user = Type.Object({ id: text, username: text, active: Type.Boolean() });
export const userQuery = getValidator(querySyntax(user), coercing);

const run = Type.Object({
  id: Type.Number(),
  user_id: text,
  start_time: text,
  end_time: text,
  distance: Type.Number(),
  start_lat: Type.Number(),
  start_lng: Type.Number(),
  end_lat: Type.Number(),
  end_lng: Type.Number(),
  date: text,
  duration: Type.Number(),
  weather_status: text,
});
export const runQuery = getValidator(querySyntax(run), coercing);
export const runData = getValidator(
  Type.Pick(run, ['start_time', 'end_time', 'distance', 'start_lat', 'start_lng', 'end_lat', 'end_lng'], {
    $id: 'RunData',
    additionalProperties: false,
  }),
  strict,
);

const item = Type.Object({ id: text, description: text });
export const itemQuery = getValidator(
  querySyntax(item, { description: { $like: Type.String(), $ilike: Type.String() } }),
  coercing,
);

const loan = Type.Object({ id: Type.Number(), item_id: text, borrower_id: text, returned_at: nullableText });
export const loanQuery = getValidator(querySyntax(loan), coercing);
export const loanData = getValidator(
  Type.Object({ item_id: text, borrower: text }, { $id: 'LoanData', additionalProperties: false }),
  strict,
);
