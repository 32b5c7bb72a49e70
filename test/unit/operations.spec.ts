import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resources } from '../../src/app.resources.js';
import { Problem } from '../../src/shared/errors/problem.js';
import { recordsOf } from '../../src/shared/operations/hold-records.js';
import { LocalIds, withIds } from '../../src/shared/operations/local-ids.js';
import { locate } from '../../src/shared/operations/locate.js';
import { parseHref } from '../../src/shared/operations/parse-href.js';
import { parseOperations } from '../../src/shared/operations/parse-operations.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import { add, hand, linkTo, listOf, remove, update } from '../support/operations.js';
import { problemOf } from '../support/refusals.js';

const catalog = new Catalog(resources);
const base = 'https://club.example/kit';
const parse = (document: unknown) => parseOperations(document, { catalog, base });

/** The targets of a list in short: `loan-item id i1 loanedto`. */
const targetsOf = (operations: readonly unknown[]) =>
  parse(listOf(operations)).map(({ code, target }) =>
    [code, target.resource.type, target.record?.by, target.record?.name, target.relationship]
      .filter((part) => typeof part === 'string')
      .join(' '),
  );

describe('parseOperations', () => {
  it.each([
    [add('run', {}), 'add run'],
    [add('user', {}, { lid: 'x' }), 'add user'],
    [{ ...add('run', {}), href: '/runs' }, 'add run'],
    [update('run', '7', {}), 'update run id 7'],
    [{ ...update('run', '7', {}), ref: { type: 'run', id: '8' } }, 'update run id 8'],
    [{ op: 'update', href: '/runs/7', data: {} }, 'update run id 7'],
    [remove('run', { id: '7' }), 'remove run id 7'],
    [{ op: 'remove', href: '/loan-items/a%2Fb' }, 'remove loan-item id a/b'],
    [hand('i1', 'ann'), 'update loan-item id i1 loanedto'],
    [{ op: 'update', href: '/runs/7/relationships/user', data: null }, 'update run id 7 user'],
    [{ op: 'add', ref: { type: 'user', id: 'ann', relationship: 'runs' } }, 'add user id ann runs'],
  ])('%j is to %s', (operation, expected) => {
    expect(targetsOf([operation])).toEqual([expected]);
  });

  it('knows local ids from where they are given', () => {
    const list = [add('user', {}, { lid: 'x' }), remove('user', { lid: 'x' })];
    expect(targetsOf(list)).toEqual(['add user', 'remove user lid x']);
    expect(problemOf(() => targetsOf(list.toReversed())).code).toBe('UNKNOWN_LID');
  });

  const operation = fc.record(
    {
      op: fc.constantFrom('add', 'update', 'remove', 'x', 1),
      ref: fc.record(
        {
          type: fc.constantFrom('run', 'user', 'constructor', 1, null),
          id: fc.oneof(fc.string(), fc.jsonValue()),
          lid: fc.constantFrom('x', 1),
          relationship: fc.constantFrom('user', '__proto__', null, 1),
        },
        { requiredKeys: [] },
      ),
      href: fc.oneof(fc.constantFrom('/runs/1', '/runs', '/users/%ff', `${base}/runs/1`), fc.string()),
      data: fc.oneof(
        fc.jsonValue(),
        fc.constant({ type: 'run', lid: 'x', relationships: { user: { data: null } } }),
      ),
    },
    { requiredKeys: [] },
  );

  it('refuses whatever else is sent as 400 or 404, with a pointer that leads somewhere', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(operation, { maxLength: 4 }).map(listOf)), (document) => {
        try {
          parse(document);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          const { status, faults } = error as Problem;
          expect([400, 404]).toContain(status);
          const [pointer = '-'] = faults.map((fault) => fault.pointer);
          expect(locate(pointer, document)).toBe(pointer);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseHref', () => {
  const href = (text: unknown) => parseHref(text, '/href', catalog, base);

  it.each(['/runs', `${base}/runs`])('%s is a collection', (text) => {
    expect(href(text)).toMatchObject({ resource: { type: 'run' }, record: null, relationship: null });
  });

  it('never leads out of the collections of resources', () => {
    const part = fc.oneof(
      fc.constantFrom('runs', 'login', '..', '.', '', '%2e%2e', 'relationships'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        try {
          expect(catalog.all()).toContain(href(parts.join('/')).resource);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect([400, 404]).toContain(error.status);
        }
      }),
    );
  });
});

describe('withIds', () => {
  const ids = new LocalIds();
  ids.set('user', 'me', 'ann');
  ids.set('loan-item', 'me', 'i1');
  const dataOf = (sent: object) => {
    const [operation] = parse(
      listOf([add('user', {}, { lid: 'me' }), add('loan-item', {}, { lid: 'me' }), sent]),
    ).slice(2);
    return operation && withIds(operation, ids);
  };

  it('puts ids where local ids stand, by their types, and nothing else', () => {
    const loan = add(
      'loan',
      { lid: 'me' },
      {
        relationships: {
          item: linkTo('loan-item', { lid: 'me' }),
          borrower: { data: { type: 'user', lid: 'me' }, meta: { lid: 'me' } },
          other: linkTo('user', { id: 'carl' }),
          none: { data: null },
          odd: 7,
        },
      },
    );
    expect(dataOf(loan)).toEqual({
      ...loan.data,
      relationships: {
        item: linkTo('loan-item', { id: 'i1' }),
        borrower: { data: { type: 'user', id: 'ann' }, meta: { lid: 'me' } },
        other: linkTo('user', { id: 'carl' }),
        none: { data: null },
        odd: 7,
      },
    });
  });

  it('names the record that is updated, and the one that a linkage leads to', () => {
    expect(dataOf({ op: 'update', data: { type: 'user', lid: 'me' } })).toEqual({ type: 'user', id: 'ann' });
    expect(dataOf({ ...hand('i1', ''), data: { type: 'user', lid: 'me' } })).toEqual({
      type: 'user',
      id: 'ann',
    });
  });

  it('leaves data alone that is none', () => {
    expect([null, [], 'x', 7].map((data) => dataOf({ ...hand('i1', null), data }))).toEqual([
      null,
      [],
      'x',
      7,
    ]);
  });

  it('keeps names of the prototype as they were sent', () => {
    const data = JSON.parse('{"type":"run","relationships":{"__proto__":{"data":null}}}') as object;
    expect(JSON.stringify(dataOf({ op: 'add', data }))).toBe(JSON.stringify(data));
  });
});

describe('recordsOf', () => {
  it.each([
    [hand('i1', 'ann'), ['loan-item i1']],
    [update('user', 'ANN', {}), ['user ann']],
    [add('loan-item', {}), []],
    [
      add(
        'loan',
        {},
        { relationships: { item: linkTo('loan-item', { id: 'i1' }), borrower: { data: null } } },
      ),
      ['loan-item i1'],
    ],
    [
      add('run', {}, { relationships: { user: linkTo('user', { id: 'a\0\ud800' }), x: 1 } }),
      ['user a\ufffd'],
    ],
  ])('of %j are %j', (sent, expected) => {
    expect(parse(listOf([sent])).flatMap(recordsOf)).toEqual(expected);
  });
});

describe('locate', () => {
  const value = { data: { attributes: { 'a/b': { '~': 1 } }, list: [{ x: null }] } };
  it.each([
    ['', ''],
    ['/data', '/data'],
    ['/data/attributes/a~1b/~0', '/data/attributes/a~1b/~0'],
    ['/data/list/0/x', '/data/list/0/x'],
    ['/data/list/0/x/y', '/data/list/0/x'],
    ['/data/list/1', '/data/list'],
    ['/data/missing/deeper', '/data'],
    ['/constructor', ''],
  ])('%s leads to %s', (pointer, expected) => {
    expect(locate(pointer, value)).toBe(expected);
  });
});
