import { describe, expect, it } from '@jest/globals';
import { raw } from 'sql-template-tag';
import { Joins } from '../../../src/shared/query/joins.js';
import { compileBeyond, compilePosition } from '../../../src/shared/query/keyset.js';
import { compileOrder, orderKeys } from '../../../src/shared/query/order.js';
import { parseSort } from '../../../src/shared/query/sort-param.js';
import { runResource } from '../../../src/runs/run.resource.js';
import { itemResource } from '../../../src/loans/item.resource.js';
import { loanResource } from '../../../src/loans/loan.resource.js';
import { Catalog } from '../../../src/shared/query/catalog.js';
import { fill } from '../../../src/shared/query/parameter.js';
import type { Resource } from '../../../src/shared/query/resource.js';
import { userResource } from '../../../src/users/user.resource.js';
import { ANYBODY } from '../../support/shed.js';

const lens = {
  catalog: new Catalog([runResource, userResource, itemResource, loanResource]),
  viewer: ANYBODY,
};

function keysOf(resource: Resource, sort: string) {
  const joins = new Joins(resource, raw('t'), ANYBODY);
  return orderKeys(lens, resource, parseSort(lens, resource, sort), joins);
}

const beyond = (resource: Resource, sort: string, position: readonly (string | null)[], reversed = false) =>
  compileBeyond(keysOf(resource, sort), position, reversed ? 'before' : 'after').text.replaceAll(/\s+/g, ' ');

describe('the rows beyond a position', () => {
  it('are one comparison of rows where all keys go one way and none is null', () => {
    const position = ['2020-01-24T16:34:34.838Z', '7'];
    expect(beyond(runResource, '-start_time', position)).toBe(
      '((t.start_time, t.id) < ($1::timestamptz, $2::bigint))',
    );
    expect(beyond(runResource, '-start_time', position, true)).toBe(
      '((t.start_time, t.id) > ($1::timestamptz, $2::bigint))',
    );
    expect(beyond(itemResource, 'id', ['a'])).toBe('((t.id COLLATE "C") > ($1::text))');
  });

  it('are searched by the first key where the keys go different ways', () => {
    expect(beyond(runResource, '-distance,duration', ['5000', '60', '7'])).toBe(
      '((t.distance <= $1::bigint) AND ((t.distance < $2::bigint) OR ((t.distance = $3::bigint) AND ' +
        '((t.duration >= $4::bigint) AND ((t.duration > $5::bigint) OR ((t.duration = $6::bigint) AND ' +
        '(t.id > $7::bigint)))))))',
    );
  });

  it.each([
    ['2020-01-24T16:34:34.838Z', false, '(((t.due_at > $1::timestamptz) OR (t.due_at IS NULL)) OR '],
    ['2020-01-24T16:34:34.838Z', true, '((t.due_at, t.id) < ($1::timestamptz, $2::bigint))'],
    [null, false, '((t.due_at IS NULL) AND (FALSE OR ((t.due_at IS NULL) AND (t.id > $1::bigint))))'],
    [null, true, '((t.due_at IS NOT NULL) OR ((t.due_at IS NULL) AND (t.id < $1::bigint)))'],
  ])('of %s, reversed %s, have the nulls at the end', (value, reversed, expected) => {
    expect(beyond(loanResource, 'due_at', [value, '7'], reversed)).toContain(expected);
  });

  it('are compared with numbers that no column can hold', () => {
    expect(beyond(runResource, 'distance', ['99999999999999999999', '7'])).toBe(
      '((t.distance, t.id) > ($1::numeric, $2::bigint))',
    );
  });

  it('are parameters, whatever stands in the position', () => {
    const after = ["'; DROP TABLE", 'x'];
    const { values, text } = compileBeyond(keysOf(itemResource, 'description'), after, 'after');
    const page = {
      style: 'cursor',
      after,
      before: null,
      backward: false,
      limit: 20,
      counted: false,
    } as const;
    expect(fill(values, { viewer: ANYBODY, page })).toEqual(after);
    expect(text).not.toContain('DROP');
  });
});

describe('an order', () => {
  it.each([
    ['-start_time', false, 't.start_time DESC, t.id DESC'],
    ['-start_time', true, 't.start_time, t.id'],
    ['start_time', true, 't.start_time DESC, t.id DESC'],
    ['id', false, 't.id'],
  ])('by %s of runs, reversed %s, is %s', (sort, reversed, expected) => {
    expect(compileOrder(keysOf(runResource, sort), reversed).sql).toBe(expected);
  });

  it.each([
    ['due_at', false, 't.due_at, t.id'],
    ['due_at', true, 't.due_at DESC, t.id DESC'],
    ['-due_at', false, 't.due_at DESC NULLS LAST, t.id DESC'],
    ['-due_at', true, 't.due_at NULLS FIRST, t.id'],
  ])('by %s of loans, reversed %s, has nulls at the end of the list: %s', (sort, reversed, expected) => {
    expect(compileOrder(keysOf(loanResource, sort), reversed).sql).toBe(expected);
  });
});

it('a position is made of texts, times among them as we print them', () => {
  expect(compilePosition(keysOf(runResource, 'start_time,start_lat')).sql).toBe(
    `ARRAY[to_char(t.start_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), (t.start_lat)::text, (t.id)::text]`,
  );
});
