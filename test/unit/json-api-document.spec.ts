import { describe, expect, it } from '@jest/globals';
import { violationsOf } from '../support/json-api-document.js';

const jsonapi = { version: '1.1' };
const bob = { type: 'user', id: 'bob' };
const run = (more: object = {}) => ({
  type: 'run',
  id: '1',
  attributes: { start_time: null },
  relationships: { user: { links: { related: 'http://x/runs/1/user' }, data: bob } },
  links: { self: 'http://x/runs/1' },
  ...more,
});
const user = { ...bob, attributes: {} };

describe('a document that is as it should be', () => {
  it.each([
    ['a record', { data: run(), links: { self: '/runs/1' }, jsonapi }],
    ['nothing', { data: null }],
    ['a list', { data: [run()], links: { first: '/a', prev: null }, meta: { count: 1 } }],
    ['an empty list with nothing beside it', { data: [], included: [] }],
    ['linkage', { data: bob }],
    ['linkage with what it leads to', { data: bob, included: [user] }],
    ['a compound', { data: run(), included: [user] }],
    [
      'a chain',
      {
        data: run(),
        included: [
          { ...user, relationships: { next: { data: [{ type: 'user', id: 'ann' }] } } },
          { type: 'user', id: 'ann' },
        ],
      },
    ],
    ['meta alone', { meta: {} }],
    [
      'errors',
      { errors: [{ status: '404', source: { pointer: '/data/a~1b' }, links: { type: 'http://x' } }] },
    ],
    [
      'a link with members',
      { data: null, links: { self: { href: '/a', type: 'text/html', hreflang: ['en'] } } },
    ],
    ['profiles', { data: null, jsonapi: { ...jsonapi, profile: ['http://x/p'], ext: [] } }],
    ['results of an extension', { 'atomic:results': [{}], jsonapi }],
    ['@-members', { data: run({ '@id': 1 }), '@context': {} }],
  ])('%s has nothing against it', (_, document) => {
    expect(violationsOf(document)).toEqual([]);
  });

  it('lacks linkage where the client chose fields', () => {
    const document = { data: run({ relationships: {} }), included: [user] };
    expect(violationsOf(document, { sparse: true })).toEqual([]);
    expect(violationsOf(document)).toHaveLength(1);
  });
});

describe('a document is refused', () => {
  it.each<readonly [rule: string, document: unknown, place: string]>([
    ['that is a list', [], ''],
    ['with nothing in it', { jsonapi }, ''],
    ['with data and errors', { data: null, errors: [] }, ''],
    ['with included and no data', { meta: {}, included: [] }, ''],
    ['with an unknown member', { data: null, count: 1 }, ''],
    ['without a type', { data: { id: '1', attributes: {} } }, '/data'],
    ['without an id', { data: { type: 'run', attributes: {} } }, '/data'],
    ['with a number for an id', { data: { ...bob, id: 1 } }, '/data/id'],
    ['with a type that is no member name', { data: { ...bob, type: 'a/b' } }, '/data/type'],
    ['with an attribute outside', { data: run({ distance: 1 }) }, '/data'],
    ['with attributes that are a list', { data: run({ attributes: [] }) }, '/data/attributes'],
    ['with a name that ends in _', { data: run({ attributes: { a_: 1 } }) }, '/data/attributes/a_'],
    ['with an empty name', { data: run({ attributes: { '': 1 } }) }, '/data/attributes/'],
    ['with an attribute called id', { data: run({ attributes: { id: 1 } }) }, '/data'],
    ['with a name twice', { data: run({ attributes: { user: 1 } }) }, '/data'],
    ['with an empty relationship', { data: run({ relationships: { a: {} } }) }, '/data/relationships/a'],
    [
      'with linkage without a type',
      { data: run({ relationships: { a: { data: { id: '1' } } } }) },
      '/data/relationships/a/data',
    ],
    [
      'with text for linkage',
      { data: run({ relationships: { a: { data: 'bob' } } }) },
      '/data/relationships/a/data',
    ],
    ['with a link that is no URI', { data: null, links: { self: 'http://x/a b' } }, '/links/self'],
    ['with bad percent-encoding', { data: null, links: { self: '/a%2' } }, '/links/self'],
    ['with an unknown link', { data: null, links: { up: '/a' } }, '/links'],
    ['with a link object without href', { data: null, links: { self: { type: 'a/b' } } }, '/links/self'],
    ['with meta that is a list', { data: null, meta: [] }, '/meta'],
    ['with a record in its list that is none', { data: [null] }, '/data/0'],
    ['with one record twice', { data: [run(), run()] }, ''],
    ['with a primary record included', { data: [run(), user], included: [user] }, ''],
    [
      'with nothing that leads to what is included',
      { data: run(), included: [{ ...bob, id: 'ann' }] },
      '/included',
    ],
    [
      'with a circle of included records',
      {
        data: null,
        included: [{ ...bob, relationships: { self: { data: bob } } }],
      },
      '/included',
    ],
    ['with an included null', { data: null, included: [null] }, '/included/0'],
    ['with a number for a status', { errors: [{ status: 404 }] }, '/errors/0/status'],
    ['with an empty error', { errors: [{}] }, '/errors/0'],
    ['with errors that are no list', { errors: {} }, '/errors'],
    ['with an unknown source', { errors: [{ source: { line: 1 } }] }, '/errors/0/source'],
    [
      'with a pointer that is none',
      { errors: [{ source: { pointer: 'data' } }] },
      '/errors/0/source/pointer',
    ],
    ['with a version that is a number', { data: null, jsonapi: { version: 1.1 } }, '/jsonapi/version'],
  ])('%s', (_, document, place) => {
    const violations = violationsOf(document);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(new RegExp(`^${place}(:|$)`));
  });
});
