import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotAcceptable } from '../../../src/shared/errors/errors.js';
import { EVERYTHING, type ListQuery, type OneQuery } from '../../../src/shared/query/list-query.js';
import { Linkage, One, Page, Removed } from '../../../src/shared/reading/answer.js';
import { Links } from '../../../src/shared/representation/links.js';
import {
  type Answer,
  isAnswer,
  locationOf,
  serialise,
} from '../../../src/shared/representation/outward/serialise.js';
import {
  date,
  decimal,
  integer,
  json,
  names,
  optional,
  text,
  time,
  truth,
} from '../../../src/shared/query/attribute.js';
import { defineResource } from '../../../src/shared/query/resource.js';
import { gadget, gadgetResource, tallyResource } from '../../support/resources.js';

const links = new Links('http://x');
const read = { path: '/gadgets/cog', parameters: [], isRead: true };
const listed = { path: '/gadgets', parameters: [['sort', 'name']] as const, isRead: true };
const jsonApi = (answer: Answer, address: typeof read | typeof listed = read) =>
  JSON.parse(serialise(answer, 'jsonapi', links, address).text) as Record<string, unknown>;
const plain = (answer: Answer) => JSON.parse(serialise(answer, 'plain', links, read).text) as unknown;

const only = (...fields: string[]): OneQuery => ({
  fields: new Map([['gadget', new Set(fields)]]),
  include: null,
});
const LIST: ListQuery = {
  ...EVERYTHING,
  page: { style: 'number', offset: 0, limit: 2, counted: true },
  sort: [],
  filter: null,
  parameters: [],
};

const COG = gadget('cog', 'clock');
const COG_OBJECT = {
  type: 'gadget',
  id: 'cog',
  attributes: { name: 'cog', colour: 'red', made_at: '2020-01-24T16:58:45.838Z' },
  relationships: {
    part_of: {
      links: { self: 'http://x/gadgets/cog/relationships/part_of', related: 'http://x/gadgets/cog/part_of' },
      data: { type: 'gadget', id: 'clock' },
    },
    parts: { links: { related: 'http://x/gadgets/cog/parts' } },
  },
  links: { self: 'http://x/gadgets/cog' },
};
const COG_FLAT = {
  id: 'cog',
  name: 'cog',
  colour: 'red',
  made_at: '2020-01-24T16:58:45.838Z',
  part_of: 'clock',
};
const jsonapi = { version: '1.1' };

describe('one record', () => {
  const answer = new One(gadgetResource, COG, EVERYTHING);

  it('is a resource object in JSON:API', () => {
    expect(jsonApi(answer)).toEqual({ data: COG_OBJECT, links: { self: 'http://x/gadgets/cog' }, jsonapi });
  });

  it('is a flat object under its type in plain JSON', () => {
    expect(plain(answer)).toEqual({ gadget: COG_FLAT });
  });

  it('may be missing: an empty relationship', () => {
    const empty = new One(gadgetResource, null, EVERYTHING);
    const address = { ...read, path: '/gadgets/cog/part_of' };
    expect(jsonApi(empty, address)).toEqual({
      data: null,
      links: { self: 'http://x/gadgets/cog/part_of' },
      jsonapi,
    });
    expect(plain(empty)).toEqual({ gadget: null });
  });

  it('comes with a message, or in plain JSON as nothing but that', () => {
    const told = answer.saying('Made.');
    expect(jsonApi(told)).toMatchObject({ meta: { message: 'Made.' }, data: COG_OBJECT });
    expect(plain(told)).toEqual({ message: 'Made.', gadget: COG_FLAT });
    const short = answer.saying('Password successfully changed.', true);
    expect(jsonApi(short)).toMatchObject({
      meta: { message: 'Password successfully changed.' },
      data: COG_OBJECT,
    });
    expect(plain(short)).toEqual({ message: 'Password successfully changed.' });
  });

  it.each([
    [only('name'), { name: 'cog' }, undefined],
    [only('name', 'part_of'), { name: 'cog' }, { part_of: COG_OBJECT.relationships.part_of }],
    [only('parts'), {}, { parts: COG_OBJECT.relationships.parts }],
    [only(), {}, undefined],
  ])('shows the fields that were asked for: %#', (query, attributes, relationships) => {
    const { data } = jsonApi(new One(gadgetResource, COG, query)) as { data: typeof COG_OBJECT };
    expect(data.attributes).toEqual(attributes);
    expect(data.relationships).toEqual(relationships);
    expect(data.links).toEqual(COG_OBJECT.links);
  });

  it('shows the fields that were asked for in plain JSON, and always the id', () => {
    expect(plain(new One(gadgetResource, COG, only('colour', 'part_of')))).toEqual({
      gadget: { id: 'cog', colour: 'red', part_of: 'clock' },
    });
  });

  it('that was written is found at its own address, not at the one that was written to', () => {
    const written = { path: '/gadgets', parameters: [], isRead: false };
    expect(jsonApi(answer, written)).toMatchObject({ links: { self: 'http://x/gadgets/cog' } });
    expect(locationOf(answer, links)).toBe('http://x/gadgets/cog');
  });

  it('without a page of its own has no links to one', () => {
    const tally = new One(tallyResource, { id: '2020-W04', sum: '7.5' }, EVERYTHING);
    expect(jsonApi(tally)['data']).toEqual({ type: 'tally', id: '2020-W04', attributes: { sum: '7.5' } });
    expect(locationOf(tally, links)).toBeNull();
  });
});

describe('a page', () => {
  const answer = new Page(gadgetResource, [COG, gadget('wheel')], 5, LIST);

  it('has the true total and the links around it in JSON:API', () => {
    const { data, ...rest } = jsonApi(answer, listed);
    expect((data as unknown[])[0]).toEqual(COG_OBJECT);
    const page = (number: number) => `http://x/gadgets?sort=name&page%5Bnumber%5D=${number}&page%5Bsize%5D=2`;
    expect(rest).toEqual({
      links: { self: 'http://x/gadgets?sort=name', first: page(1), prev: null, next: page(2), last: page(3) },
      meta: { count: 5 },
      jsonapi,
    });
  });

  it('says the same in headers in plain JSON', () => {
    const { headers, text } = serialise(answer, 'plain', links, listed);
    expect(JSON.parse(text)).toEqual({
      gadgets: [COG_FLAT, { ...COG_FLAT, id: 'wheel', name: 'wheel', part_of: null }],
    });
    expect(headers).toMatchObject({ 'x-total-count': '5', link: expect.stringContaining('rel="next"') });
    expect(headers['link']).not.toContain('rel="prev"');
  });

  it('has no such headers in JSON:API', () => {
    const { headers } = serialise(answer, 'jsonapi', links, listed);
    expect(headers).toEqual({ 'content-type': 'application/vnd.api+json' });
  });

  it('that nobody counted tells no total and no last page', () => {
    const page = { style: 'number', offset: 0, limit: 2, counted: false } as const;
    const uncounted = new Page(gadgetResource, [COG], null, { ...LIST, page }, [], {
      more: true,
      cursors: null,
    });
    const { links: around, ...rest } = jsonApi(uncounted, listed);
    expect(rest).not.toHaveProperty('meta');
    expect(around).toMatchObject({ next: expect.stringContaining('number%5D=2') });
    expect(around).not.toHaveProperty('last');
    const { headers } = serialise(uncounted, 'plain', links, listed);
    expect(headers).not.toHaveProperty('x-total-count');
    expect(headers['link']).toContain('rel="next"');
    expect(headers['link']).not.toContain('rel="last"');
  });

  it('brings what was to be included, with its own fields, be it nothing', () => {
    const query = { ...LIST, include: [['part_of']], fields: new Map([['gadget', new Set(['name'])]]) };
    const included = [{ resource: gadgetResource, rows: [gadget('clock')] }];
    expect(jsonApi(new Page(gadgetResource, [], 0, query, included), listed)['included']).toEqual([
      {
        type: 'gadget',
        id: 'clock',
        attributes: { name: 'clock' },
        links: { self: 'http://x/gadgets/clock' },
      },
    ]);
    expect(jsonApi(new Page(gadgetResource, [], 0, { ...LIST, include: [] }), listed)['included']).toEqual(
      [],
    );
    expect(jsonApi(answer, listed)).not.toHaveProperty('included');
  });
});

describe('a page by cursor', () => {
  const PROFILE = 'http://jsonapi.org/profiles/ethanresnick/cursor-pagination/';
  const page = {
    style: 'cursor',
    after: null,
    before: null,
    backward: false,
    limit: 1,
    counted: true,
  } as const;
  const around = { more: true, cursors: ['abc'] };
  const pageOf = (more: object, count: number | null = 5) =>
    new Page(gadgetResource, [COG], count, { ...LIST, page: { ...page, ...more } }, [], around);

  it('says so as the profile wants it: in its media type, beside each record and around them', () => {
    const answer = pageOf({});
    const { data, meta, jsonapi: version } = jsonApi(answer, listed);
    expect(data).toEqual([{ ...COG_OBJECT, meta: { page: { cursor: 'abc' } } }]);
    expect(meta).toEqual({ count: 5, page: { total: 5 } });
    expect(version).toEqual({ version: '1.1', profile: [PROFILE] });
    const { headers } = serialise(answer, 'jsonapi', links, listed);
    expect(headers).toEqual({ 'content-type': `application/vnd.api+json; profile="${PROFILE}"` });
  });

  it('is an ordinary list in plain JSON, but for its links', () => {
    const { headers, text } = serialise(pageOf({}), 'plain', links, listed);
    expect(JSON.parse(text)).toEqual({ gadgets: [COG_FLAT] });
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-total-count': '5',
      link: expect.stringContaining('page%5Bafter%5D=abc&page%5Bsize%5D=1>; rel="next"'),
    });
  });

  it.each([
    [{ after: ['x'], before: ['y'] }, { rangeTruncated: true }],
    [{ before: ['y'] }, { rangeTruncated: true }],
    [{ before: ['y'], backward: true }, {}],
    [{ after: ['x'] }, {}],
  ])('%j tells whether it is less than the range that was asked for: %j', (more, expected) => {
    expect(jsonApi(pageOf(more, null))['meta']).toEqual({ page: expected });
  });
});

describe('other answers', () => {
  const removed = new Removed(gadgetResource, COG);
  const linkage = (id: string | null) => new Linkage(gadgetResource, 'cog', 'part_of', id);

  it('say that a record was deleted, in plain JSON with the record', () => {
    expect(jsonApi(removed)).toEqual({ meta: { message: 'Gadget successfully deleted.' }, jsonapi });
    expect(plain(removed)).toEqual({ message: 'Gadget successfully deleted.', gadget: COG_FLAT });
  });

  it.each([
    ['clock', { type: 'gadget', id: 'clock' }],
    [null, null],
  ])('say where a relationship leads: %j', (id, data) => {
    expect(jsonApi(linkage(id))).toEqual({ data, links: COG_OBJECT.relationships.part_of.links, jsonapi });
  });

  it('refuse linkage in plain JSON', () => {
    expect(() => plain(linkage('clock'))).toThrow(NotAcceptable);
  });

  it.each([
    [removed, true],
    [linkage(null), true],
    [{ mode: 'self-service' }, false],
    [null, false],
    [undefined, false],
  ])('are told from plain values: %#', (value, expected) => {
    expect(isAnswer(value)).toBe(expected);
  });
});

it('prints any text so that it can be read back, and links that are URLs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (colour, id) => {
      const row = { ...COG, id, colour };
      const { data } = jsonApi(new One(gadgetResource, row, EVERYTHING)) as { data: typeof COG_OBJECT };
      expect(data.attributes.colour).toBe(colour);
      const url = new URL(data.links.self);
      expect(decodeURIComponent(url.pathname.split('/').at(-1) ?? '')).toBe(
        ['.', '..'].includes(id) ? '' : id,
      );
      expect(plain(new One(gadgetResource, row, EVERYTHING))).toMatchObject({ gadget: { id, colour } });
    }),
  );
});

describe('whatever a row holds', () => {
  const kinds = defineResource({
    ...gadgetResource,
    type: 'kind',
    collection: 'kinds',
    attributes: {
      words: optional(text({ about: 'Text.' })),
      whole: optional(integer({ about: 'A number.' })),
      part: optional(decimal({ about: 'A fraction.' })),
      when: optional(time({ about: 'A time.' })),
      day: optional(date({ about: 'A day.' })),
      right: truth({ about: 'Yes or no.' }),
      set: names({ about: 'Names.' }),
      tree: optional(json<object>({ about: 'A structure.' })),
    },
  });
  const instant = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
  const rows = fc.record({
    id: fc.string({ unit: 'binary', minLength: 1 }).filter((id) => id.isWellFormed()),
    words: fc.option(fc.string({ unit: 'binary' })),
    whole: fc.option(fc.maxSafeInteger()),
    part: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    when: fc.option(instant.map((at) => at.toISOString())),
    day: fc.option(instant.map((at) => at.toISOString().slice(0, 10))),
    right: fc.boolean(),
    set: fc.array(fc.string()),
    tree: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
    part_of: fc.option(fc.string()),
  });

  it('is written as JSON.stringify would write it', () => {
    fc.assert(
      fc.property(rows, ({ part_of, id, ...attributes }) => {
        const answer = new One(kinds, { id, part_of, ...attributes }, EVERYTHING);
        const { data } = jsonApi(answer) as { data: Record<string, unknown> };
        const expected = JSON.parse(JSON.stringify(attributes)) as object;
        expect([data['id'], data['attributes']]).toEqual([id, expected]);
        expect(plain(answer)).toEqual({ kind: { id, ...expected, part_of } });
      }),
    );
  });
});
