import type { Catalog } from '../../../query/catalog.js';
import type { Dialect } from '../dialect.js';
import type { Route } from '../route.js';
import { ref, type Schema } from '../schemas/schema.js';
import { answersTag, mayBeUnmodified } from './conditions.js';
import { refusedStatuses } from './refused-statuses.js';
import { type Status, STATUSES } from './statuses.js';

export interface Header {
  readonly description: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Response {
  readonly description: string;
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>;
  /** Absent where there is no body. */
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example: unknown }>>;
}

export type Responses = Readonly<Record<string, Response | { readonly $ref: string }>>;

const text = (description: string, more: Schema = {}): Header => ({
  description,
  schema: { type: 'string', maxLength: 65_536, ...more },
});

/** The headers that answers may have, by their names among the components. */
export const HEADERS: Readonly<Record<string, Header & { readonly name: string }>> = {
  RequestId: {
    name: 'X-Request-Id',
    ...text('Names the request, as the log does.', { format: 'uuid', maxLength: 36 }),
  },
  Vary: {
    name: 'Vary',
    required: true,
    ...text('What the representation depends on.', { examples: ['Accept, Authorization, access-token'] }),
  },
  Location: { name: 'Location', required: true, ...text('Where the new record is.', { format: 'uri' }) },
  ETag: { name: 'ETag', ...text('The version of the record, and of what is shown of it.') },
  Link: {
    name: 'Link',
    required: true,
    ...text('The pages around this one: `first`, `prev`, `next` and `last` (RFC 8288).'),
  },
  TotalCount: {
    name: 'X-Total-Count',
    description: 'How many there are on all pages; absent with `page[count]=false`.',
    schema: { type: 'integer', format: 'int64', minimum: 0 },
  },
  Authenticate: {
    name: 'WWW-Authenticate',
    required: true,
    ...text('How to authenticate (RFC 6750).', { examples: ['Bearer'] }),
  },
  RetryAfter: {
    name: 'Retry-After',
    required: true,
    description: 'Seconds until it may work again.',
    schema: { type: 'integer', format: 'int32', minimum: 1 },
  },
};

function headers(...keys: readonly string[]): Response['headers'] {
  const wanted = ['RequestId', 'Vary', ...keys];
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

function problemResponse({ when, ...status }: Status, dialect: Dialect): Response {
  const { mediaType, problem } = dialect;
  const special: Readonly<Record<number, readonly string[]>> = { 401: ['Authenticate'], 429: ['RetryAfter'] };
  return {
    description: when,
    headers: headers(...(special[status.status] ?? [])),
    content: { [mediaType]: { schema: ref(problem.name), example: dialect.problemExample(status) } },
  };
}
