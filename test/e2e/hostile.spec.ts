import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Club } from '../support/club.js';
import { runBody } from '../support/run-body.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
  await club.admin.plain.post('/loan-items', { id: 'drill', description: 'drill' });
  await club.admin.plain.post('/runs', runBody());
  await club.setMode('self-service');
});
afterAll(() => club.close());

const runs = { numRuns: 60 };

/** Values that somebody puts where others belong. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    '\0',
    'a\0b',
    '\ud800',
    -0,
    1e308,
    -1e308,
    9_007_199_254_740_993,
    '99999999999999999999999',
    '1e400',
    '0x10',
    '2020-02-30',
    '0000-01-01',
    '9999-12-31T23:59:59.999+15:59',
    '__proto__',
    'constructor',
    'toString',
    'Ann\u202e',
    '%00',
    "'; DROP TABLE users; --",
    {},
    [],
    [[]],
    { toString: 1 },
    { valueOf: null },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

const fields = fc.constantFrom(
  ...[
    'username',
    'password',
    'phone',
    'email',
    'first_name',
    'role',
    'roles',
    'time_zone',
    'active',
    'id',
    'description',
  ],
  ...[
    'loanedto',
    'item',
    'borrower',
    'due_at',
    'start_time',
    'end_time',
    'distance',
    'start_lat',
    'end_lng',
    'user',
  ],
  ...[
    'name',
    'permissions',
    'mode',
    '__proto__',
    'constructor',
    'prototype',
    'hasOwnProperty',
    'data',
    'type',
    'user_id',
  ],
);

const routes = fc.constantFrom(
  ...(['/users', '/login', '/user/login', '/loan-items', '/loans', '/runs', '/roles'] as const).map(
    (path) => ['POST', path] as const,
  ),
  ...(['/users/admin', '/loan-items/drill', '/runs/1', '/roles/regular', '/mode'] as const).flatMap(
    (path) => [['PUT', path] as const, ['PATCH', path] as const],
  ),
);

describe('nothing that a client sends is a 500', () => {
  it('flat bodies', () =>
    fc.assert(
      fc.asyncProperty(
        routes,
        fc.dictionary(fields, nasty, { noNullPrototype: false }),
        async ([method, path], body) => {
          const { password: _, ...harmless } = body;
          const { status } = await club.admin.plain.send(
            method,
            path,
            path === '/users/admin' ? harmless : body,
          );
          expect(status).toBeLessThan(500);
        },
      ),
      runs,
    ));

  it('bodies of valid shape with one nasty value', () =>
    fc.assert(
      fc.asyncProperty(fields, nasty, async (field, value) => {
        const { status } = await club.admin.plain.post('/runs', runBody({ [field]: value }));
        expect(status).toBeLessThan(500);
      }),
      runs,
    ));

  it('JSON:API documents', () => {
    const member = fc.constantFrom('type', 'id', 'attributes', 'relationships', 'links', 'meta', 'lid');
    const documents = fc.record({
      data: fc.oneof(nasty, fc.dictionary(member, nasty), fc.array(nasty, { maxLength: 3 })),
    });
    return fc.assert(
      fc.asyncProperty(routes, documents, async ([method, path], document) => {
        expect((await club.admin.jsonApi.send(method, path, document)).status).toBeLessThan(500);
      }),
      runs,
    );
  });

  it('any bytes as a body', () =>
    fc.assert(
      fc.asyncProperty(routes, fc.string({ unit: 'binary', maxLength: 60 }), async ([method, path], raw) => {
        expect((await club.admin.plain.send(method, path, undefined, { raw })).status).toBeLessThan(500);
      }),
      runs,
    ));

  it('query strings', () => {
    const lists = fc.constantFrom(
      '/users',
      '/loan-items',
      '/loans',
      '/runs',
      '/runs/summary',
      '/roles',
      '/runs/1',
      '/users/admin/runs',
    );
    const names = fc.constantFrom(
      ...[
        'filter',
        'filter[distance]',
        'filter[user]',
        'filter[id]',
        'filter[start_time][ge]',
        'filter[roles]',
        'filter[__proto__]',
      ],
      ...[
        'filter[status]',
        'filter[available]',
        'filter[loanedto]',
        'sort',
        'include',
        'fields[run]',
        'fields[__proto__]',
      ],
      ...[
        'page[size]',
        'page[number]',
        'page[after]',
        'limit',
        'offset',
        'contains',
        'loanedto',
        '__proto__',
        'constructor',
      ],
    );
    const values = fc.oneof(
      nasty.map((value) => (typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value))),
      fc.constantFrom(
        '99999999999999999999',
        '-1',
        '1e3',
        'id',
        '-distance',
        'user',
        '%',
        '_',
        '\\',
        'distance gt 5',
        "user eq 'admin'",
      ),
    );
    return fc.assert(
      fc.asyncProperty(
        lists,
        fc.uniqueArray(names, { maxLength: 3 }),
        values,
        async (path, parameters, value) => {
          const query = parameters
            .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
            .join('&');
          for (const client of [club.admin.plain, club.admin.jsonApi]) {
            expect((await client.get(`${path}?${query}`)).status).toBeLessThan(500);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('paths', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/users/', '/loan-items/', '/loans/', '/runs/', '/roles/', '/'),
        fc.oneof(
          fc.string({ maxLength: 20 }).map(encodeURIComponent),
          fc.constantFrom('%', '%zz', '%00', '%FF', '..', '//', 'a'.repeat(300)),
        ),
        fc.constantFrom('', '/user', '/relationships/user', '/loanedto', '/loans', '/return', '/runs'),
        async (collection, id, rest) => {
          for (const client of [club.admin.plain, club.admin.jsonApi]) {
            expect((await client.get(collection + id + rest)).status).toBeLessThan(500);
          }
        },
      ),
      runs,
    ));
});
