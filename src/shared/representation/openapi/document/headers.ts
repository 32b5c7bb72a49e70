import { type Schema, wholeNumber } from '../schemas/schema.js';

export interface Header {
  readonly description: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

const text = (description: string, more: Schema = {}): Header => ({
  description,
  schema: { type: 'string', maxLength: 65_536, ...more },
});

/** Tokens with commas between them. */
const NAMES = '^[!-~]+(, [!-~]+)*$';

/** The headers that answers may have, by their names among the components. */
export const HEADERS: Readonly<Record<string, Header & { readonly name: string }>> = {
  RequestId: {
    name: 'X-Request-Id',
    ...text('Names the request, as the log does.', { format: 'uuid', maxLength: 36 }),
  },
  Vary: {
    name: 'Vary',
    required: true,
    ...text('What the representation depends on.', {
      pattern: NAMES,
      examples: ['Accept, Authorization, access-token'],
    }),
  },
  CacheControl: {
    name: 'Cache-Control',
    ...text('Who may keep the answer: the caller, who asks again each time, or nobody.', {
      pattern: NAMES,
      examples: ['private, no-cache'],
    }),
  },
  // The OWASP rules look for it under this name here, too.
  'Access-Control-Allow-Origin': {
    name: 'Access-Control-Allow-Origin',
    ...text('The origin of the page that asks, where `CORS_ORIGINS` has it.', {
      pattern: '^[!-~]+$',
      examples: ['https://club.example'],
    }),
  },
  RateLimit: {
    name: 'RateLimit',
    ...text(
      'What is left of a limit (draft-ietf-httpapi-ratelimit-headers): `r` attempts in the next `t` seconds. With failed logins and registrations by strangers, or where a gateway before the server says it.',
      { pattern: '^"', examples: ['"login";r=9;t=60'] },
    ),
  },
  RateLimitPolicy: {
    name: 'RateLimit-Policy',
    ...text('The limit itself: `q` attempts in `w` seconds.', {
      pattern: '^"',
      examples: ['"login";q=10;w=60'],
    }),
  },
  Replayed: {
    name: 'Idempotency-Replayed',
    ...text('There where the request was answered before, under the same `Idempotency-Key`.', {
      enum: ['true'],
    }),
  },
  Location: { name: 'Location', required: true, ...text('Where the new record is.', { format: 'uri' }) },
  ETag: {
    name: 'ETag',
    ...text('The version of the record, and of what is shown of it.', { pattern: '^"[!#-~]+"$' }),
  },
  Link: {
    name: 'Link',
    required: true,
    ...text('The pages around this one: `first`, `prev`, `next` and `last` (RFC 8288).', { pattern: '^<' }),
  },
  TotalCount: {
    name: 'X-Total-Count',
    description: 'How many there are on all pages; absent with `page[count]=false`.',
    schema: wholeNumber(),
  },
  Authenticate: {
    name: 'WWW-Authenticate',
    required: true,
    ...text('How to authenticate (RFC 6750).', { pattern: '^Bearer', examples: ['Bearer'] }),
  },
  RetryAfter: {
    name: 'Retry-After',
    required: true,
    description: 'Seconds until it may work again.',
    schema: wholeNumber({ minimum: 1, maximum: 86_400 }),
  },
  MayRetryAfter: {
    name: 'Retry-After',
    description: 'Seconds until it may work again, where that is known.',
    schema: wholeNumber({ minimum: 1, maximum: 86_400 }),
  },
};
