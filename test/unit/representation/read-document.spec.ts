import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Fault, Problem } from '../../../src/shared/errors/problem.js';
import type { Purpose, ReadBody } from '../../../src/shared/representation/inward/read-body.js';
import { readDocument } from '../../../src/shared/representation/inward/read-document.js';
import { readPlain } from '../../../src/shared/representation/inward/read-plain.js';
import { gadgetResource } from '../../support/resources.js';

const CREATE: Purpose = { creates: true };
const UPDATE: Purpose = { creates: false, id: 'Cog' };
const serial = { ...gadgetResource, id: { column: 'id', kind: 'integer', about: 'A number.' } } as const;

const read = (data: unknown, purpose: Purpose = CREATE) => readDocument({ data }, gadgetResource, purpose);

/** What is wrong with a body, be it thrown or found: the status that is told first, and its pointers. */
function refusalOf(act: () => ReadBody) {
  const toldOf = (status: number, faults: readonly Fault[]) => [status, faults.map(({ pointer }) => pointer)];
  try {
    const { faults, refusal } = act();
    if (faults.length > 0) return toldOf(422, faults);
    return refusal ? toldOf(refusal.status, refusal.faults) : 'taken';
  } catch (error) {
    if (error instanceof Problem) return toldOf(error.status, error.faults);
    throw error;
  }
}

describe('a JSON:API document', () => {
  it('becomes a flat body: attributes, related ids, and the id under the name that the resource gives it', () => {
    const { fields } = read({
      type: 'gadget',
      id: 'cog',
      attributes: { colour: 'red', unknown: 1 },
      relationships: { part_of: { data: { type: 'gadget', id: 'clock' } } },
    });
    expect(fields).toEqual({ name: 'cog', colour: 'red', unknown: 1, part_of: 'clock' });
  });

  it('empties a relationship with null', () => {
    expect(read({ type: 'gadget', relationships: { part_of: { data: null } } }).fields).toEqual({
      part_of: null,
    });
  });

  it('may say more than we know', () => {
    const document = {
      data: { type: 'gadget', meta: {}, links: {}, lid: 'x' },
      meta: 1,
      links: 2,
      jsonapi: 3,
      included: [],
    };
    expect(readDocument(document, gadgetResource, CREATE).fields).toEqual({});
  });

  it('may have @-members anywhere, which are no fields', () => {
    const { fields } = read({
      type: 'gadget',
      '@id': 1,
      attributes: { '@context': {}, colour: 'red' },
      relationships: { '@type': 'x', part_of: { data: { type: 'gadget', id: 'clock', '@id': 2 } } },
    });
    expect(fields).toEqual({ colour: 'red', part_of: 'clock' });
  });

  it('repeats the id of the path, in any case where ids ignore it, and it is no field', () => {
    expect(read({ type: 'gadget', id: 'COG', attributes: { colour: null } }, UPDATE).fields).toEqual({
      colour: null,
    });
  });

  it('keeps prototype names as fields, for validation to refuse', () => {
    const attributes = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}') as unknown;
    const { fields } = read({ type: 'gadget', attributes });
    expect(Object.keys(fields ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it.each([
    ['no object', null, 400, ['']],
    ['no data', {}, 400, ['']],
    ['null data', { data: null }, 400, ['/data']],
    ['a list', { data: [] }, 400, ['/data']],
    ['no type', { data: {} }, 400, ['/data']],
    ['a type that is no text', { data: { type: 1 } }, 400, ['/data/type']],
    ['another type', { data: { type: 'run' } }, 409, ['/data/type']],
    ['an id that is no text', { data: { type: 'gadget', id: 1 } }, 400, ['/data/id']],
    [
      'an id that disagrees',
      { data: { type: 'gadget', id: 'a', attributes: { name: 'b' } } },
      409,
      ['/data/id'],
    ],
    ['attributes in a list', { data: { type: 'gadget', attributes: [] } }, 400, ['/data/attributes']],
    [
      'relationships that are text',
      { data: { type: 'gadget', relationships: 'x' } },
      400,
      ['/data/relationships'],
    ],
    [
      'a relationship as an attribute, and the id',
      { data: { type: 'gadget', attributes: { part_of: 'x', id: 'y', parts: [] } } },
      422,
      ['/data/attributes/part_of', '/data/attributes/id', '/data/attributes/parts'],
    ],
    [
      'an attribute as a relationship, and unknown ones',
      { data: { type: 'gadget', relationships: { colour: { data: null }, 'a/b~c': {}, constructor: {} } } },
      422,
      ['/data/relationships/colour', '/data/relationships/a~1b~0c', '/data/relationships/constructor'],
    ],
    [
      'a to-many relationship',
      { data: { type: 'gadget', relationships: { parts: { data: [] } } } },
      403,
      ['/data/relationships/parts'],
    ],
    [
      'a bare id as a relationship',
      { data: { type: 'gadget', relationships: { part_of: 'x' } } },
      400,
      ['/data/relationships/part_of'],
    ],
    [
      'linkage without data',
      { data: { type: 'gadget', relationships: { part_of: {} } } },
      400,
      ['/data/relationships/part_of'],
    ],
    [
      'a list as linkage',
      { data: { type: 'gadget', relationships: { part_of: { data: [] } } } },
      400,
      ['/data/relationships/part_of/data'],
    ],
    [
      'linkage without an id',
      { data: { type: 'gadget', relationships: { part_of: { data: { type: 'gadget' } } } } },
      400,
      ['/data/relationships/part_of/data'],
    ],
    [
      'linkage with a number',
      { data: { type: 'gadget', relationships: { part_of: { data: { type: 'gadget', id: 7 } } } } },
      400,
      ['/data/relationships/part_of/data/id'],
    ],
    [
      'linkage of another type',
      { data: { type: 'gadget', relationships: { part_of: { data: { type: 'user', id: '7' } } } } },
      409,
      ['/data/relationships/part_of/data/type'],
    ],
  ])('with %s is refused', (_, document, status, pointers) => {
    expect(refusalOf(() => readDocument(document, gadgetResource, CREATE))).toEqual([status, pointers]);
  });

  it.each([
    ['another id than the path', { type: 'gadget', id: 'wheel' }, 409, ['/data/id']],
    ['no id', { type: 'gadget' }, 400, ['/data']],
  ])('that updates with %s is refused', (_, data, status, pointers) => {
    expect(refusalOf(() => read(data, UPDATE))).toEqual([status, pointers]);
  });

  it('of another type says nothing of our fields', () => {
    expect(read({ type: 'run', attributes: { id: 1 }, relationships: { x: {} } })).toMatchObject({
      fields: null,
      faults: [],
      refusal: { status: 409 },
    });
  });

  it('keeps its fields beside what is wrong with it, without what stands in the wrong place', () => {
    const { fields, faults, refusal } = read({
      type: 'gadget',
      id: 'a',
      attributes: { colour: 'red', part_of: 'x', name: 'b' },
      relationships: { nonsense: {}, parts: { data: [] } },
    });
    expect(fields).toEqual({ colour: 'red', name: 'a' });
    expect(faults.map(({ field }) => field)).toEqual(['nonsense', 'part_of']);
    expect(refusal).toMatchObject({ status: 403, code: 'RELATIONSHIP_READ_ONLY' });
  });

  it('brings no id where the server makes them', () => {
    const document = { data: { type: 'gadget', id: '7' } };
    expect(refusalOf(() => readDocument(document, serial, CREATE))).toEqual([403, ['/data/id']]);
  });

  it('is refused with a problem of the client, or read, whatever it is', () => {
    const linkage = fc.record(
      { type: fc.constantFrom<unknown>('gadget', 'run', 1), id: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const data = fc.record(
      {
        type: fc.constantFrom<unknown>('gadget', 'run', null),
        id: fc.jsonValue(),
        attributes: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())),
        relationships: fc.oneof(
          fc.jsonValue(),
          fc.dictionary(
            fc.constantFrom('part_of', 'parts', '__proto__'),
            fc.record({ data: fc.oneof(linkage, fc.jsonValue()) }),
          ),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ data })),
        fc.constantFrom(CREATE, UPDATE),
        (document, purpose) => {
          const refusal = refusalOf(() => readDocument(document, gadgetResource, purpose));
          if (refusal === 'taken') return;
          const [status, pointers] = refusal as [number, string[]];
          expect([400, 403, 409, 422]).toContain(status);
          for (const pointer of pointers) expect(resolves(document, pointer)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Whether a pointer (RFC 6901) leads to something in a document. */
function resolves(document: unknown, pointer: string): boolean {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let place = document;
  for (const step of steps) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return false;
    place = (place as Record<string, unknown>)[step];
  }
  return true;
}

describe('a pointer into a document', () => {
  const { pointerOf } = read({
    type: 'gadget',
    id: 'cog',
    attributes: { 'a/b': 1 },
    relationships: { part_of: { data: null } },
  });

  it.each([
    ['a/b', '/data/attributes/a~1b'],
    ['part_of', '/data/relationships/part_of'],
    ['name', '/data/id'],
    ['colour', '/data/attributes'],
    ['parts', '/data/relationships'],
  ])('leads to the field %j, or to where it is missing: %s', (field, pointer) => {
    expect(pointerOf(field)).toBe(pointer);
  });

  it('leads to the resource object where there are no attributes at all', () => {
    expect(read({ type: 'gadget' }).pointerOf('colour')).toBe('/data');
    expect(read({ type: 'gadget' }).pointerOf('part_of')).toBe('/data');
  });
});

describe('a plain body', () => {
  it('is flat already', () => {
    const body = { colour: 'red', part_of: null };
    expect(readPlain(body, gadgetResource, CREATE).fields).toEqual(body);
    expect(readPlain(body).fields).toEqual(body);
  });

  it('may bring the id under the name id', () => {
    const { fields, pointerOf } = readPlain({ id: 'cog', colour: 'red' }, gadgetResource, CREATE);
    expect(fields).toEqual({ name: 'cog', colour: 'red' });
    expect(pointerOf('name')).toBe('/id');
    expect(pointerOf('colour')).toBe('/colour');
    expect(pointerOf('part_of')).toBe('');
  });

  it('repeats the id of the path', () => {
    expect(readPlain({ id: 'cOG' }, gadgetResource, UPDATE).fields).toEqual({});
    expect(readPlain({ id: 7 }, serial, { creates: false, id: '7' }).fields).toEqual({});
  });

  it.each([
    [[], CREATE, 400, ['']],
    ['text', CREATE, 400, ['']],
    [null, CREATE, 400, ['']],
    [{ id: 'a', name: 'b' }, CREATE, 409, ['/id']],
    [{ id: 'wheel' }, UPDATE, 409, ['/id']],
    [{ id: {} }, UPDATE, 400, ['/id']],
  ] as const)('%j is refused', (body, purpose, status, pointers) => {
    expect(refusalOf(() => readPlain(body, gadgetResource, purpose))).toEqual([status, pointers]);
  });

  it('brings no id where the server makes them', () => {
    expect(refusalOf(() => readPlain({ id: '7' }, serial, CREATE))).toEqual([403, ['/id']]);
  });
});
