import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  Absentable,
  DecimalNumber,
  Emptiable,
  Instant,
  Names,
  OneOf,
  Text,
  Truth,
  WholeNumber,
} from '../../src/shared/input/decorators.js';
import { fieldsOf, wireName } from '../../src/shared/input/fields.js';
import { readBody } from '../../src/shared/input/read-body.js';
import { Problem } from '../../src/shared/errors/problem.js';
import { problemOf } from '../support/refusals.js';

class Base {
  @Text({ max: 5 })
  firstName!: string;
}

class Everything extends Base {
  @Emptiable()
  @Text({ max: 3 })
  note?: string | null;

  @Absentable()
  @WholeNumber({ min: 1, max: 10, unit: 'metres' })
  distance?: number;

  @Absentable()
  @DecimalNumber({ min: -90, max: 90, unit: 'degrees' })
  endLat?: number;

  @Absentable()
  @Instant()
  dueAt?: Date;

  @Absentable()
  @Truth()
  active?: boolean;

  @Absentable()
  @OneOf(['one', 'two'])
  mode?: string;

  @Absentable()
  @Names({ min: 1, max: 2 })
  roles?: string[];
}

class Other extends Base {}

const rules = { passwordMinLength: 7 };
const read = (body: unknown) => readBody(Everything, body, rules);
const faults = (body: unknown) =>
  problemOf(() => read(body)).faults.map(({ field, code }) => `${String(field)} ${String(code)}`);

describe('readBody', () => {
  it('tells what was found before together with the faults of fields; what is misplaced is not missing besides', () => {
    const found = [
      { field: 'first_name', code: 'MISPLACED_MEMBER', detail: 'x' },
      { field: 'distance', code: 'UNKNOWN_RELATIONSHIP', detail: 'y' },
    ];
    const refusal = problemOf(() => readBody(Everything, { distance: 0, what: 1 }, rules, found));
    expect(refusal.faults.map(({ field, code }) => `${String(field)} ${String(code)}`)).toEqual([
      'first_name MISPLACED_MEMBER',
      'distance UNKNOWN_RELATIONSHIP',
      'what UNKNOWN_FIELD',
      'distance INVALID_FIELD',
    ]);
  });

  it('fills the properties from names on the wire', () => {
    const input = read({
      first_name: 'Ann',
      end_lat: '12.5',
      due_at: '2020-01-01T00:00Z',
      mode: ' two ',
      distance: '7',
    });
    expect(input).toBeInstanceOf(Everything);
    expect({ ...input }).toEqual({
      firstName: 'Ann',
      endLat: 12.5,
      dueAt: new Date('2020-01-01T00:00:00Z'),
      mode: 'two',
      distance: 7,
    });
  });

  it.each([
    [{ note: '' }, null],
    [{ note: null }, null],
    [{ note: 'abc' }, 'abc'],
    [{}, undefined],
  ])('%j makes the note %j', (body, note) => {
    expect(read({ first_name: 'Ann', ...body }).note).toBe(note);
  });

  it('tells every fault at once', () => {
    expect(
      faults({
        note: 'abcd',
        distance: 0,
        end_lat: 91,
        due_at: 'x',
        active: 'yes',
        mode: '3',
        roles: [],
        odd: 1,
      }).sort(),
    ).toEqual([
      'active INVALID_FIELD',
      'distance INVALID_FIELD',
      'due_at INVALID_FIELD',
      'end_lat INVALID_FIELD',
      'first_name MISSING_FIELD',
      'mode INVALID_FIELD',
      'note INVALID_FIELD',
      'odd UNKNOWN_FIELD',
      'roles INVALID_FIELD',
    ]);
  });

  it.each(['firstName', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    '%j is an unknown field',
    (name) => {
      const body: unknown = JSON.parse(`{"first_name": "Ann", ${JSON.stringify(name)}: {"x": 1}}`);
      expect(faults(body)).toEqual([`${name} UNKNOWN_FIELD`]);
    },
  );

  it.each([null, undefined, [], 'text', 7, true])('%j is no body at all', (body) => {
    expect(problemOf(() => read(body))).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  });

  it.each([
    ['first_name', null],
    ['distance', null],
    ['due_at', null],
    ['active', null],
    ['roles', null],
  ])('a null %s is refused where null means nothing', (name, value) => {
    expect(faults({ first_name: 'Ann', [name]: value })).toEqual([`${name} INVALID_FIELD`]);
  });

  it('neither crashes nor lets anything of a wrong type through', () => {
    const names = fc.constantFrom(...fieldsOf(Everything.prototype).keys(), '__proto__', 'x');
    fc.assert(
      fc.property(fc.dictionary(names, fc.anything()), (body) => {
        try {
          const input = read(body);
          expect(typeof input.firstName).toBe('string');
          expect([undefined, 'number']).toContain(
            typeof input.distance === 'undefined' ? undefined : typeof input.distance,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
    );
  });
});

describe('fields', () => {
  it('of a subclass are its own and inherited ones; siblings share nothing', () => {
    expect([...fieldsOf(Other.prototype).keys()]).toEqual(['first_name']);
    expect(fieldsOf(Everything.prototype).has('first_name')).toBe(true);
  });

  it.each([
    ['startLat', 'start_lat'],
    ['loanedto', 'loanedto'],
    ['lentById', 'lent_by_id'],
  ])('%s is %s on the wire', (property, name) => {
    expect(wireName(property)).toBe(name);
  });
});
