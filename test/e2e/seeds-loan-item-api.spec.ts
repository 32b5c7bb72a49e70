import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Json } from '../support/client.js';
import { Club } from '../support/club.js';
import { ADMIN_PASSWORD } from '../support/settings.js';

/**
 * The table "Valid requests" of the loan item API, row by row and as it stands there: a method, a URL, a JSON body and
 * the header `access-token`. No `Accept` is sent but fetch's own, and the rows build on each other.
 */
let club: Club;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

async function send(as: string | null, method: string, path: string, body?: string) {
  const response = await fetch(club.url + path, {
    method,
    headers: {
      ...(as !== null && { 'access-token': tokens[as] ?? '' }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, headers: response.headers, body: (await response.json()) as Json };
}

async function login(username: string, password: string): Promise<void> {
  const { body } = await send(null, 'POST', '/login', JSON.stringify({ username, password }));
  tokens[username] = body.auth_token as string;
}

const ITEM = '123e4567-e89b-12d3-a456-426614174000';
const wheelbarrow = (loanedto: string | null) => ({
  id: ITEM,
  description: 'wheelbarrow',
  available: loanedto === null,
  loanedto,
  created_at: expect.any(String),
  updated_at: expect.any(String),
});
const bob = (phone: string) => ({ id: 'bob', username: 'bob', phone, role: 'regular', roles: ['regular'] });

it('registers a user', async () => {
  const sent = '{"username": "bob", "password": "password", "phone": "+441234567890"}';
  const { status, body } = await send(null, 'POST', '/users', sent);
  expect(status).toBe(201);
  expect(body).toMatchObject({ message: 'Successfully registered.', user: bob('+441234567890') });
});

it('logs in', async () => {
  const { status, body, type } = await send(
    null,
    'POST',
    '/login',
    '{"username": "bob", "password": "password"}',
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ auth_token: expect.any(String), status: 'success' });
  expect(type).toBe('application/json; charset=utf-8');
  tokens['bob'] = body.auth_token as string;
  await login('admin', ADMIN_PASSWORD);
});

it('gets all users', async () => {
  const { status, body, type } = await send('admin', 'GET', '/users');
  expect(status).toBe(200);
  expect(type).toBe('application/json; charset=utf-8');
  expect(body).toEqual({
    users: [
      expect.objectContaining({ username: 'admin', role: 'admin' }),
      expect.objectContaining(bob('+441234567890')),
    ],
  });
  expect((await send('bob', 'GET', '/users')).body.users).toMatchObject([{ username: 'bob' }]);
});

it.each(['bob', 'admin'])('gets Bob’s user record (as %s)', async (as) => {
  const { status, body } = await send(as, 'GET', '/users/bob');
  expect([status, body]).toMatchObject([200, { user: bob('+441234567890') }]);
});

it('changes Bob’s password', async () => {
  const { status, body } = await send('bob', 'PUT', '/users/bob', '{"password": "password2"}');
  expect([status, body]).toEqual([200, { message: 'Password successfully changed.' }]);
  await login('bob', 'password2');
  expect(tokens['bob']).toEqual(expect.any(String));
});

it('changes Bob’s phone number', async () => {
  const { status, body } = await send('bob', 'PUT', '/users/bob', '{"phone": "+441234567891"}');
  expect([status, body]).toMatchObject([200, { user: bob('+441234567891') }]);
});

it('creates a loan item entry', async () => {
  const sent = `{"id": "${ITEM}", "description": "wheelbarrow"}`;
  expect(await send('bob', 'POST', '/loan-items', sent)).toMatchObject({ status: 403 });
  const { status, body, headers } = await send('admin', 'POST', '/loan-items', sent);
  expect([status, body]).toEqual([201, { 'loan-item': wheelbarrow(null) }]);
  expect(headers.get('location')).toBe(`${club.url}/loan-items/${ITEM}`);
  expect(await send('admin', 'POST', '/loan-items', sent)).toMatchObject({ status: 409 });
});

it('gets the loan item', async () => {
  expect(await send('bob', 'GET', `/loan-items/${ITEM}`)).toMatchObject({
    status: 403,
    body: { error: 'Not authorized.' },
  });
  const { status, body } = await send('admin', 'GET', `/loan-items/${ITEM}`);
  expect([status, body]).toEqual([200, { 'loan-item': wheelbarrow(null) }]);
});

it('loans the item to Bob', async () => {
  const sent = '{"loanedto": "bob"}';
  expect(await send('bob', 'PUT', `/loan-items/${ITEM}`, sent)).toMatchObject({ status: 403 });
  const { status, body } = await send('admin', 'PUT', `/loan-items/${ITEM}`, sent);
  expect([status, body]).toEqual([200, { 'loan-item': wheelbarrow('bob') }]);
  expect((await send('bob', 'GET', `/loan-items/${ITEM}`)).body).toEqual({ 'loan-item': wheelbarrow('bob') });
});

it('gets all loan items', async () => {
  for (const [id, description, loanedto] of [
    ['boots', 'Climbing boots', 'bob'],
    ['drills', 'set of drills', null],
    ['more-boots', 'Rubber boots', null],
  ]) {
    await send('admin', 'POST', '/loan-items', JSON.stringify({ id, description, loanedto }));
  }
  const { status, body, headers } = await send('admin', 'GET', '/loan-items');
  expect(status).toBe(200);
  expect(body['loan-items'].map(({ id }: Json) => id as string)).toEqual([
    ITEM,
    'boots',
    'drills',
    'more-boots',
  ]);
  expect(headers.get('x-total-count')).toBe('4');
});

const lists: readonly (readonly [path: string, ids: readonly string[], count: number])[] = [
  ['/loan-items?limit=20&offset=100', [], 4],
  ['/loan-items?limit=2&offset=1', ['boots', 'drills'], 4],
  ['/loan-items?loanedto=bob', [ITEM, 'boots'], 2],
  ['/loan-items?contains=drills', ['drills'], 1],
  ['/loan-items?loanedto=bob&contains=boots', ['boots'], 1],
];
it.each(lists)('gets %s', async (path, ids, count) => {
  const { status, body, headers } = await send('admin', 'GET', path);
  expect(status).toBe(200);
  expect(body['loan-items'].map(({ id }: Json) => id as string)).toEqual(ids);
  expect(headers.get('x-total-count')).toBe(String(count));
});

it('shows Bob the items that he holds, in either mode', async () => {
  expect((await send('bob', 'GET', '/loan-items?loanedto=bob')).body['loan-items']).toHaveLength(2);
});

it('changes the mode to self-service', async () => {
  expect(await send('bob', 'PUT', '/mode', '{"mode": "self-service"}')).toMatchObject({ status: 403 });
  const { status, body } = await send('admin', 'PUT', '/mode', '{"mode": "self-service"}');
  expect([status, body]).toEqual([200, { mode: 'self-service' }]);
});

it('lets Bob loan and un-loan items himself then', async () => {
  const taken = await send('bob', 'PUT', '/loan-items/drills', '{"loanedto": "bob"}');
  expect(taken).toMatchObject({ status: 200, body: { 'loan-item': { loanedto: 'bob' } } });
  const returned = await send('bob', 'PUT', '/loan-items/drills', '{"loanedto": null}');
  expect(returned).toMatchObject({ status: 200, body: { 'loan-item': { loanedto: null } } });
});

it('changes the mode to admin-operated, with the blank that stands in the table', async () => {
  const { status, body } = await send('admin', 'PUT', '/mode', '{"mode": "admin-operated "}');
  expect([status, body]).toEqual([200, { mode: 'admin-operated' }]);
  const refused = await send('bob', 'PUT', '/loan-items/drills', '{"loanedto": "bob"}');
  expect(refused).toMatchObject({ status: 403, body: { error: 'Not authorized.' } });
});

it.each(['bob', 'admin'])('gets the mode (as %s)', async (as) => {
  const { status, body } = await send(as, 'GET', '/mode');
  expect([status, body]).toEqual([200, { mode: 'admin-operated' }]);
});

it('deletes the loan item, once it is back', async () => {
  expect(await send('admin', 'DELETE', `/loan-items/${ITEM}`)).toMatchObject({
    status: 409,
    body: { error: 'Cannot delete loan item that is loaned.' },
  });
  for (const id of [ITEM, 'boots']) await send('admin', 'PUT', `/loan-items/${id}`, '{"loanedto": null}');
  const { status, body } = await send('admin', 'DELETE', `/loan-items/${ITEM}`);
  expect([status, body]).toEqual([
    200,
    { message: 'Loan item successfully deleted.', 'loan-item': wheelbarrow(null) },
  ]);
  expect(await send('admin', 'GET', `/loan-items/${ITEM}`)).toMatchObject({
    status: 404,
    body: { error: 'Loan item not found.' },
  });
});

it('deletes user Bob', async () => {
  const { status, body } = await send('bob', 'DELETE', '/users/bob');
  expect(status).toBe(200);
  expect(body).toMatchObject({ message: 'User successfully deleted.', user: bob('+441234567891') });
  expect(await send('bob', 'GET', '/users/bob')).toMatchObject({ status: 401 });
  expect(await send('admin', 'GET', '/users/bob')).toMatchObject({
    status: 404,
    body: { error: 'User not found.' },
  });
});

it('promotes other users to admin, and never demotes or deletes the first', async () => {
  await send(null, 'POST', '/users', '{"username": "sally", "password": "password"}');
  await login('sally', 'password');
  const promoted = await send('admin', 'PUT', '/users/sally', '{"role": "admin"}');
  expect(promoted).toMatchObject({ status: 200, body: { user: { role: 'admin' } } });
  for (const [method, body] of [
    ['PUT', '{"role": "regular"}'],
    ['DELETE', undefined],
  ] as const) {
    expect(await send('sally', method, '/users/admin', body)).toMatchObject({
      status: 409,
      body: { error: "Can't change admin username or role." },
    });
  }
});
