import { expect, it } from '@jest/globals';
import { PERMISSIONS } from '../../../src/shared/access/caller.js';
import { callerWith } from '../../support/guarded.js';

it('a caller is who the database says', () => {
  expect(callerWith(['runs'], 'self-service', 'bob')).toMatchObject({
    id: 'bob',
    sessionId: 'session of bob',
    username: 'bob',
    timeZone: 'Europe/Oslo',
    roles: ['regular'],
    mode: 'self-service',
  });
});

it('there are these permissions and no others', () => {
  expect(PERMISSIONS).toEqual(['users', 'roles', 'items', 'loans', 'runs', 'mode']);
});

it.each(PERMISSIONS)('a caller with %s may do that and nothing else', (permission) => {
  const caller = callerWith([permission]);
  expect(PERMISSIONS.filter((each) => caller.may(each))).toEqual([permission]);
});

it('callers have equal rights where permissions and mode are the same, in whatever order', () => {
  expect(callerWith(['runs', 'users']).rights).toBe(
    callerWith(['users', 'runs'], 'admin-operated', 'bob').rights,
  );
});

it.each([
  [callerWith(['runs', 'users'])],
  [callerWith(['runs'])],
  [callerWith(['users'])],
  [callerWith(['runs'], 'self-service')],
  [callerWith([])],
])('no two of these have equal rights: %#', ({ rights }) => {
  const all = [
    callerWith(['runs', 'users']),
    callerWith(['runs']),
    callerWith(['users']),
    callerWith(['runs'], 'self-service'),
    callerWith([]),
  ];
  expect(all.filter((each) => each.rights === rights)).toHaveLength(1);
});
