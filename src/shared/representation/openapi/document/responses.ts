import type { Catalog } from '../../../query/catalog.js';
import type { Dialect } from '../dialect.js';
import type { Route } from '../route.js';
import { ref, type Schema } from '../schemas/schema.js';
import { answersTag, mayBeUnmodified } from './conditions.js';
import { HEADERS } from './headers.js';
import { takesKey } from './idempotency.js';
import { refusedStatuses } from './refused-statuses.js';
import { type Status, STATUSES } from './statuses.js';

export interface Response {
  readonly description: string;
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>;
  /** Absent where there is no body. */
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example: unknown }>>;
}

export type Responses = Readonly<Record<string, Response | { readonly $ref: string }>>;

const COMMON = [
  'RequestId',
  'Vary',
  'CacheControl',
  'Access-Control-Allow-Origin',
  'RateLimit',
  'RateLimitPolicy',
];

function headers(...keys: readonly string[]): Response['headers'] {
  const wanted = [...COMMON, ...keys];
  return Object.fromEntries(
    wanted.map((key) => [HEADERS[key]?.name ?? key, { $ref: `#/components/headers/${key}` }]),
  );
}

/** What success brings beside the body. */
export function answerHeaders(route: Route, { isPlain }: Dialect): Response['headers'] {
  const { status, represents, answers } = route;
  return headers(
    ...(status === 201 && represents?.resource.addressable ? ['Location'] : []),
    ...(answersTag(route) ? ['ETag'] : []),
    ...(takesKey(route) ? ['Replayed'] : []),
    ...(answers === 'list' && isPlain ? ['Link', 'TotalCount'] : []),
  );
}

/** 304 has no body. */
export const unmodifiedResponse = (route: Route): Responses =>
  mayBeUnmodified(route)
    ? { '304': { description: 'The client has this very record.', headers: headers('ETag') } }
    : {};

/** Refusals in the representation that errors of this route have; usual ones stand among the components. */
export function refusalResponses(
  route: Route,
  dialect: Dialect,
  prefix: string,
  catalog: Catalog,
): Responses {
  const own = new Map(route.refusals.map(({ status, when }) => [status, when]));
  return Object.fromEntries(
    refusedStatuses(route, catalog).flatMap((code) => {
      const status = STATUSES.get(code);
      if (!status) return [];
      const when = own.get(code);
      const common = { $ref: `#/components/responses/${prefix}${status.name}` };
      return [[String(code), when === undefined ? common : problemResponse({ ...status, when }, dialect)]];
    }),
  );
}

/** All refusals that components may hold, by their names. */
export const commonResponses = (dialect: Dialect, prefix: string): Readonly<Record<string, Response>> =>
  Object.fromEntries(
    [...STATUSES.values()].map((status) => [`${prefix}${status.name}`, problemResponse(status, dialect)]),
  );

/** What refusals bring beside the problem. */
const SPECIAL: Readonly<Record<number, readonly string[]>> = {
  401: ['Authenticate'],
  429: ['RetryAfter'],
  503: ['MayRetryAfter'],
};

function problemResponse({ when, ...status }: Status, dialect: Dialect): Response {
  const { mediaType, problem } = dialect;
  return {
    description: when,
    headers: headers(...(SPECIAL[status.status] ?? [])),
    content: { [mediaType]: { schema: ref(problem.name), example: dialect.problemExample(status) } },
  };
}
