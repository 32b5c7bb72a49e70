import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/answers.js';
import { fresh } from '../support/bodies.js';
import { Club, PASSWORD } from '../support/club.js';
import { add, ATOMIC_JSON_API, listOf, operate, remove, update } from '../support/operations.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

const item = (id: string) => add('loan-item', { description: 'drill' }, { id });

describe('a document that is no list of operations', () => {
  it.each([
    ['an array', [], ''],
    ['empty', {}, ''],
    ['of another kind', { data: { type: 'run' } }, ''],
    ['with data beside', { ...listOf([item('i1')]), data: null }, '/data'],
    ['with included beside', { ...listOf([item('i1')]), included: [] }, '/included'],
    ['with results', { ...listOf([item('i1')]), 'atomic:results': [] }, '/atomic:results'],
    ['with errors', { ...listOf([item('i1')]), errors: [] }, '/errors'],
    ['without a list', listOf({}), '/atomic:operations'],
    ['with null', listOf(null), '/atomic:operations'],
    ['with an empty list', listOf([]), '/atomic:operations'],
    ['with null in the list', listOf([item('i1'), null]), '/atomic:operations/1'],
    ['with a list in the list', listOf([[]]), '/atomic:operations/0'],
    ['without op', listOf([{ data: { type: 'run' } }]), '/atomic:operations/0'],
    ['with an unknown op', listOf([{ ...item('i1'), op: 'replace' }]), '/atomic:operations/0/op'],
    [
      'with an op from the prototype',
      listOf([{ ...item('i1'), op: 'constructor' }]),
      '/atomic:operations/0/op',
    ],
    ['with a number for an op', listOf([{ ...item('i1'), op: 1 }]), '/atomic:operations/0/op'],
    [
      'with two targets',
      listOf([{ op: 'remove', ref: { type: 'run', id: '1' }, href: '/runs/1' }]),
      '/atomic:operations/0',
    ],
    ['without a target', listOf([{ op: 'remove' }]), '/atomic:operations/0'],
    [
      'with data for a target',
      listOf([{ op: 'remove', data: { type: 'run', id: '1' } }]),
      '/atomic:operations/0',
    ],
    ['without data', listOf([{ op: 'add' }]), '/atomic:operations/0'],
    ['with null for data', listOf([{ op: 'add', data: null }]), '/atomic:operations/0/data'],
    ['with a list for data', listOf([{ op: 'update', data: [] }]), '/atomic:operations/0/data'],
    ['without a type', listOf([{ op: 'add', data: {} }]), '/atomic:operations/0/data'],
    [
      'with a number for a type',
      listOf([{ op: 'add', data: { type: 1 } }]),
      '/atomic:operations/0/data/type',
    ],
    ['without an id', listOf([{ op: 'update', data: { type: 'run' } }]), '/atomic:operations/0/data'],
    ['with a number for an id', listOf([update('run', 1 as never, {})]), '/atomic:operations/0/data/id'],
    ['with null for a ref', listOf([{ op: 'remove', ref: null }]), '/atomic:operations/0/ref'],
    ['with a ref without a type', listOf([{ op: 'remove', ref: { id: '1' } }]), '/atomic:operations/0/ref'],
    [
      'with a ref without an id',
      listOf([{ op: 'remove', ref: { type: 'run' } }]),
      '/atomic:operations/0/ref',
    ],
    [
      'with a ref by two names',
      listOf([{ op: 'remove', ref: { type: 'run', id: '1', lid: 'x' } }]),
      '/atomic:operations/0/ref',
    ],
    [
      'with a number for a relationship',
      listOf([{ op: 'update', ref: { type: 'run', id: '1', relationship: 1 } }]),
      '/atomic:operations/0/ref/relationship',
    ],
    [
      'with a record to add to',
      listOf([{ ...item('i1'), ref: { type: 'loan-item', id: 'i1' } }]),
      '/atomic:operations/0/ref',
    ],
    [
      'with a collection to change',
      listOf([{ op: 'update', href: '/runs', data: {} }]),
      '/atomic:operations/0/href',
    ],
    ['with a number for a href', listOf([{ op: 'remove', href: 1 }]), '/atomic:operations/0/href'],
    [
      'with parameters in a href',
      listOf([{ op: 'remove', href: '/runs/1?include=user' }]),
      '/atomic:operations/0/href',
    ],
    [
      'with a href in a bad encoding',
      listOf([{ op: 'remove', href: '/runs/%ff' }]),
      '/atomic:operations/0/href',
    ],
  ])('%s, is 400 by its place, and nothing is done', async (_, document, place) => {
    const headers = { 'Content-Type': ATOMIC_JSON_API };
    const attempt = () => club.admin.jsonApi.post('/operations', document, { headers });
    expect(await refused(club, attempt)).toMatchObject({ status: 400, places: [place] });
  });

  it.each([
    ['an unknown type', remove('nonsense', { id: '1' }), '/ref/type'],
    ['a type from the prototype', add('constructor', {}), '/data/type'],
    ['/login', { op: 'add', href: '/login', data: { type: 'user' } }, '/href'],
    ['/operations', { op: 'add', href: '/operations', data: { type: 'user' } }, '/href'],
    ['/mode', { op: 'update', href: '/mode', data: { type: 'user' } }, '/href'],
    ['/loans/1/return', { op: 'add', href: '/loans/1/return', data: { type: 'loan' } }, '/href'],
    ['a longer path', { op: 'remove', href: '/runs/1/relationships/user/x' }, '/href'],
    ['half a path', { op: 'remove', href: '/runs/1/relationships' }, '/href'],
    ['a path without its slash', { op: 'remove', href: 'runs/1' }, '/href'],
    ['another host', { op: 'remove', href: '//club.example/runs/1' }, '/href'],
    ['another server', { op: 'remove', href: 'https://club.example/runs/1' }, '/href'],
  ])('with %s as a target, is 404 by its place', async (_, operation, place) => {
    const attempt = () => operate(club.admin, [item(fresh('item')), operation]);
    expect(await refused(club, attempt)).toMatchObject({
      status: 404,
      places: [`/atomic:operations/1${place}`],
    });
  });
});

describe('media types', () => {
  const post = (headers: Record<string, string>, operations: unknown = [item(fresh('item'))]) =>
    club.admin.jsonApi.post('/operations', listOf(operations), { headers });

  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    [ATOMIC_JSON_API, 200],
    [`${ATOMIC_JSON_API};profile="https://club.example/p"`, 200],
    ['application/vnd.api+json', 415],
    ['application/vnd.api+json;profile="https://club.example/p"', 415],
    ['application/vnd.api+json;ext="https://club.example/e"', 415],
    ['application/vnd.api+json;ext="https://jsonapi.org/ext/atomic https://club.example/e"', 415],
    [`${ATOMIC_JSON_API};charset=utf-8`, 415],
    ['text/plain', 415],
  ])('a list as %s is %i', async (type, status) => {
    const attempt = () => post({ 'Content-Type': type });
    if (status === 200) expect((await attempt()).status).toBe(200);
    else expect((await refused(club, attempt)).status).toBe(status);
  });

  it.each([
    [ATOMIC_JSON_API, ATOMIC_JSON_API],
    ['application/vnd.api+json', ATOMIC_JSON_API],
    ['*/*', ATOMIC_JSON_API],
    ['application/json', 'application/json; charset=utf-8'],
    ['application/json;q=0.5, application/vnd.api+json', ATOMIC_JSON_API],
  ])('who accepts %s gets the document as %s, be it of results or of errors', async (accept, type) => {
    const headers = { 'Content-Type': 'application/json', Accept: accept };
    const done = await post(headers);
    expect([done.status, done.headers.get('content-type'), done.body['atomic:results'].length]).toEqual([
      200,
      type,
      1,
    ]);
    const failed = await post(headers, [add('loan-item', {})]);
    expect([failed.status, failed.headers.get('content-type')]).toEqual([422, type]);
    expect(failed.body.errors[0].source.pointer).toBe('/atomic:operations/0/data/attributes');
  });

  it.each([
    'text/html',
    'application/vnd.api+json;ext="https://club.example/e"',
    'application/vnd.api+json;charset=utf-8',
  ])('who accepts only %s gets 406', async (accept) => {
    expect(
      await refused(club, () => post({ 'Content-Type': ATOMIC_JSON_API, Accept: accept })),
    ).toMatchObject({ status: 406 });
  });

  it('the extension is for lists of operations only: elsewhere it is 415, or 406', async () => {
    const headers = { 'Content-Type': ATOMIC_JSON_API };
    const { data } = item(fresh('item'));
    expect(
      await refused(club, () => club.admin.jsonApi.post('/loan-items', { data }, { headers })),
    ).toMatchObject({ status: 415 });
    expect((await club.admin.jsonApi.get('/runs', { headers: { Accept: ATOMIC_JSON_API } })).status).toBe(
      406,
    );
  });
});

describe('the route', () => {
  it('wants a caller', async () => {
    const refusal = await refused(club, () =>
      operate(club.nobody, [add('user', { username: fresh('user'), password: PASSWORD })]),
    );
    expect(refusal).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('takes POST only', async () => {
    const { status, headers } = await club.admin.jsonApi.get('/operations');
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('takes no query parameters', async () => {
    const headers = { 'Content-Type': ATOMIC_JSON_API };
    const list = listOf([item(fresh('item'))]);
    const attempt = () => club.admin.jsonApi.post('/operations?include=user', list, { headers });
    expect(await refused(club, attempt)).toMatchObject({ status: 400, code: 'BAD_PARAMETER' });
  });

  it('wants a body', async () => {
    expect(await refused(club, () => club.admin.jsonApi.post('/operations'))).toMatchObject({
      status: 400,
      places: [''],
    });
  });

  it.each([
    ['no JSON', '{'],
    ['JSON that is too deep', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
  ])('refuses %s', async (_, raw) => {
    const headers = { 'Content-Type': ATOMIC_JSON_API };
    expect(
      await refused(club, () => club.admin.jsonApi.post('/operations', undefined, { raw, headers })),
    ).toMatchObject({ status: 400 });
  });
});
