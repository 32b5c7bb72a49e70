import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Club } from '../support/club.js';
import { policiesOf, servedRoutes } from '../support/routes.js';

/**
 * Who may call what. `caller` is anybody who is logged in; what depends on the record or the body is the service's to
 * check. A new route gets a line here, so that somebody reads its policy.
 */
const POLICIES: Readonly<Record<string, string>> = {
  'GET /': 'anybody, always plain',
  'GET /docs': 'anybody, always plain',
  'GET /docs/:file': 'anybody, always plain',
  'GET /openapi/jsonapi.json': 'anybody, always plain',
  'GET /openapi/plain.json': 'anybody, always plain',

  'GET /health/live': 'anybody, always plain',
  'GET /health/ready': 'anybody, always plain',

  'POST /login': 'anybody, always plain',
  'POST /user/login': 'anybody, always plain',
  'POST /refresh': 'caller, always plain',
  'POST /logout': 'caller, always plain',
  'POST /user/logout': 'caller, always plain',

  'GET /me': 'caller',
  'POST /users': 'caller-or-anybody, RegistrationGuard',
  'GET /users': 'caller',
  'GET /users/:username': 'caller',
  'PUT /users/:username': 'caller',
  'PATCH /users/:username': 'caller',
  'DELETE /users/:username': 'caller',
  'GET /users/:username/export': 'caller, always plain',
  'GET /users/:username/loans': 'caller',
  'GET /users/:username/runs': 'caller',

  'GET /sessions': 'caller',
  'GET /sessions/:id': 'caller',
  'DELETE /sessions/:id': 'caller',

  'GET /roles': 'caller, with roles',
  'POST /roles': 'caller, with roles',
  'GET /roles/:name': 'caller, with roles',
  'PATCH /roles/:name': 'caller, with roles',
  'DELETE /roles/:name': 'caller, with roles',

  'GET /audit-events': 'caller, with roles',
  'GET /audit-events/:id': 'caller, with roles',
  'GET /audit-events/:id/actor': 'caller',
  'GET /audit-events/:id/relationships/actor': 'caller, JSON:API only',
  'PATCH /audit-events/:id/relationships/actor': 'caller, JSON:API only',

  'GET /mode': 'caller, always plain',
  'PUT /mode': 'caller, with mode, always plain',

  'POST /loan-items': 'caller, with items',
  'GET /loan-items': 'caller',
  'GET /loan-items/:id': 'caller',
  'PUT /loan-items/:id': 'caller, in self-service, or with items or loans',
  'PATCH /loan-items/:id': 'caller, in self-service, or with items or loans',
  'DELETE /loan-items/:id': 'caller, with items',
  'GET /loan-items/:id/loans': 'caller',
  'GET /loan-items/:id/loanedto': 'caller',
  'GET /loan-items/:id/relationships/loanedto': 'caller, JSON:API only',
  'PATCH /loan-items/:id/relationships/loanedto': 'caller, JSON:API only',

  'POST /loans': 'caller, in self-service, or with loans',
  'POST /loans/:id/return': 'caller, in self-service, or with loans',
  'GET /loans': 'caller',
  'GET /loans/:id': 'caller',
  'GET /loans/:id/item': 'caller',
  'GET /loans/:id/borrower': 'caller',
  'GET /loans/:id/lent_by': 'caller',
  'GET /loans/:id/returned_by': 'caller',
  'GET /loans/:id/relationships/item': 'caller, JSON:API only',
  'PATCH /loans/:id/relationships/item': 'caller, JSON:API only',
  'GET /loans/:id/relationships/borrower': 'caller, JSON:API only',
  'PATCH /loans/:id/relationships/borrower': 'caller, JSON:API only',
  'GET /loans/:id/relationships/lent_by': 'caller, JSON:API only',
  'PATCH /loans/:id/relationships/lent_by': 'caller, JSON:API only',
  'GET /loans/:id/relationships/returned_by': 'caller, JSON:API only',
  'PATCH /loans/:id/relationships/returned_by': 'caller, JSON:API only',

  'POST /runs': 'caller',
  'GET /runs': 'caller',
  'GET /runs/:id': 'caller',
  'PATCH /runs/:id': 'caller',
  'DELETE /runs/:id': 'caller',
  'GET /runs/summary': 'caller',
  'GET /runs/:id/user': 'caller',
  'GET /runs/:id/relationships/user': 'caller, JSON:API only',
  'PATCH /runs/:id/relationships/user': 'caller, JSON:API only',

  'POST /operations': 'caller',
};

/** What the HTTP server offers without a controller: public, and the same to everybody. */
const UNCONTROLLED: readonly string[] = [];

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

it('every route has the policy that is listed, and every listed route is there', () => {
  expect(Object.fromEntries(policiesOf(club.app))).toEqual(POLICIES);
});

it('the server has no route but those of its controllers and the listed ones', () => {
  expect([...servedRoutes(club.app)].sort()).toEqual(
    [...policiesOf(club.app).keys(), ...UNCONTROLLED].sort(),
  );
});

it('nobody gets past a route that wants a caller', async () => {
  const closed = [...policiesOf(club.app)].filter(([, policy]) => policy.split(',')[0] === 'caller');
  const before = await club.everything();
  const answers = await Promise.all(
    closed.map(async ([route]) => {
      const [method = '', path = ''] = route.split(' ');
      const { status } = await club.nobody.jsonApi.send(method, path.replaceAll(/:\w+/g, '1'));
      return [route, status];
    }),
  );
  expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(closed.map(([route]) => [route, 401])));
  expect(await club.everything()).toEqual(before);
});
