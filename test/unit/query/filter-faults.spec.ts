import { describe, expect, it } from '@jest/globals';
import { OPERATOR_NAMES } from '../../../src/shared/query/filter/operators.js';
import { parseFilter } from '../../../src/shared/query/filter/parse-filter.js';
import type { Resource, Viewer } from '../../../src/shared/query/resource.js';
import { faultOf } from '../../support/refusals.js';
import { ANYBODY, NOBODY_SPECIAL, shed, shelfResource, toolResource } from '../../support/shed.js';

/** What was written, where the fault is, what is said of it, and what would be allowed there. */
type Case<Where> = readonly [written: string, at: Where, detail: string, allowed?: readonly string[]];

const OPERATORS = [...OPERATOR_NAMES, 'IS', 'NOT'];
const VALUES = ["'text'", 'number', 'true', 'false', 'null', 'date', 'time'];
const START = ['field', 'NOT', '(', 'HAS', 'ANY'];
const NODES = ['and', 'or', 'not', 'name, op, val', 'name, op, field'];
const CONDITIONS = ['filter[field]', 'filter[field][operator]'];
const FIELDS = [
  ...['id', 'label', 'size', 'weight', 'made_at', 'sold_at', 'bought', 'sharp', 'length'],
  ...['owner', 'shelf'],
];

const faultIn = (
  name: string,
  written: string,
  resource: Resource = toolResource,
  viewer: Viewer = ANYBODY,
) => faultOf(() => parseFilter({ catalog: shed, viewer }, resource, [[name, written]]));
const told = (meta: object, detail: string, allowed?: readonly string[]) => ({
  parameter: 'filter',
  detail,
  meta: { ...meta, ...(allowed && { allowed }) },
});

describe('the text form says', () => {
  it.each<Case<number>>([
    ['', 0, 'The filter is empty.'],
    ['  ', 0, 'The filter is empty.'],
    ['label', 5, 'Here stands an operator.', OPERATORS],
    ["label foo 'x'", 6, 'Here stands an operator.', OPERATORS],
    ['label eq', 8, 'Here stands a value; text goes in single quotes.', VALUES],
    ['size eq 2020-01-01x', 8, 'Here stands a value; text goes in single quotes.', VALUES],
    ['made_at eq 2020-01-01T10:00:00Zx', 11, 'Here stands a value; text goes in single quotes.', VALUES],
    ['made_at eq 12020-01-01', 11, 'Here stands a value; text goes in single quotes.', VALUES],
    ['size eq x2020-01-01', 13, 'Two conditions need a connective.', ['AND', 'OR']],
    ["made_at in 'x'", 11, '"(" is missing.', ['(']],
    ['size in (1 2)', 11, '")" is missing.', [',', ')']],
    ['size in (1,', 11, 'Here stands a value; text goes in single quotes.', VALUES],
    ['(size eq 1', 0, 'This parenthesis is never closed.', ['AND', 'OR', ')']],
    ['(size eq 1 size eq 2)', 11, 'Two conditions need a connective.', ['AND', 'OR', ')']],
    ['size eq 1 size eq 2', 10, 'Two conditions need a connective.', ['AND', 'OR']],
    ["label eq 'abc", 9, 'This quote is never closed.', ["'"]],
    ["label ! 'x'", 6, 'This can stand in no filter; text goes in single quotes.'],
    ['size between 1 or 2', 15, 'AND is missing.', ['AND']],
    ['label is 5', 9, 'NULL is missing.', ['NULL']],
    ['label not 5', 10, 'BETWEEN is missing.', ['BETWEEN']],
    ['size has 5', 5, 'Write HAS(relationship, filter).'],
    ['size ANY 5', 5, 'Write ANY(relationship, filter).'],
    ['size is_ 5', 9, 'NULL is missing.', ['NULL']],
    ['HAS(owner', 9, '")" is missing.', [',', ')']],
    ['HAS(5)', 4, 'Here stands a field, or a condition.', START],
    ['not', 3, 'Here stands a field, or a condition.', START],
    ['and eq 1', 0, 'Here stands a field, or a condition.', START],
    ['or eq 1', 0, 'Here stands a field, or a condition.', START],
    ['in eq 1', 0, 'Here stands a field, or a condition.', START],
    ['is eq 1', 0, 'Here stands a field, or a condition.', START],
    ['between eq 1', 0, 'Here stands a field, or a condition.', START],
    ['null eq 1', 0, 'Here stands a field, or a condition.', START],
    ['true eq 1', 0, 'Here stands a field, or a condition.', START],
    ['false eq 1', 0, 'Here stands a field, or a condition.', START],
    ['label eq or', 9, 'Here stands a value; text goes in single quotes.', VALUES],
    ['label eq not', 9, 'Here stands a value; text goes in single quotes.', VALUES],
    ['label eq in', 9, 'Here stands a value; text goes in single quotes.', VALUES],
    ['label eq is', 9, 'Here stands a value; text goes in single quotes.', VALUES],
    ['label eq between', 9, 'Here stands a value; text goes in single quotes.', VALUES],
    ['a.b.c.d eq 1', 0, 'A path has at most 2 steps.'],
    ['extra eq 1', 0, 'There is no field "extra" to filter by.', FIELDS],
    ['HAS(label)', 4, 'There is no field "label" to filter by.', ['owner', 'shelf']],
    ["label like 'a\\'", 11, 'The backslash at the end of the pattern escapes nothing.'],
    ["size eq 'x'", 8, 'This must be a whole number.'],
    ["weight eq 'x'", 10, 'This must be a number.'],
    ["sharp eq 'x'", 9, 'This must be true or false.', ['true', 'false']],
    [
      'sharp gt true',
      0,
      '"gt" does not work on "sharp", which is boolean.',
      ['text', 'integer', 'decimal', 'time', 'date'],
    ],
    ["bought eq 'x'", 10, 'This must be a date.', ['YYYY-MM-DD']],
    [
      "made_at eq 'x'",
      11,
      'This must be a time or a date of ISO 8601; in a URL its + is written %2B.',
      ['YYYY-MM-DD', 'YYYY-MM-DDTHH:MM:SS.sssZ', 'YYYY-MM-DDTHH:MM:SS+HH:MM'],
    ],
    ['label gt null', 9, '"gt" needs a value, not null.'],
    ['size in (null)', 9, 'Here stands no null; use "is_null" or "is_not_null".'],
    ['owner.teams eq null', 15, '"eq" needs a value, not null.'],
    ['label contains null', 15, 'Here stands no null; use "is_null" or "is_not_null".'],
    ['label contains label', 15, '"contains" needs a value, not a field.'],
    ['owner.teams eq label', 15, 'A field that is names does not compare with one that is text.'],
    ['label eq size', 9, 'A field that is text does not compare with one that is integer.'],
  ])('of %j, at %i: %s', (written, offset, detail, ...allowed) => {
    expect(faultIn('filter', written)).toEqual(told({ offset }, detail, ...allowed));
  });

  it('that what a viewer may not reach has nothing to filter by', () => {
    expect(faultIn('filter', "HAS(keeper, name eq 'x')", shelfResource, NOBODY_SPECIAL)).toEqual(
      told({ offset: 4 }, 'There is nothing to filter by behind "keeper".'),
    );
  });

  it('how many words it takes', () => {
    expect(faultIn('filter', `label match '${'x '.repeat(201)}'`)).toEqual(
      told({ offset: 12 }, '"match" takes at most 200 words.'),
    );
    const most = parseFilter({ catalog: shed, viewer: ANYBODY }, toolResource, [
      ['filter', `label match '${'x '.repeat(200)}'`],
    ]);
    expect(most).toMatchObject({ is: 'and' });
  });
});

describe('the bracket form says', () => {
  it.each<readonly [name: string, ...Case<number>]>([
    ['filter[', 'x', 0, '"filter[" is no condition.', CONDITIONS],
    ['filter[a][b][c]', 'x', 0, '"filter[a][b][c]" is no condition.', CONDITIONS],
    ['filter[label]x', 'x', 0, '"filter[label]x" is no condition.', CONDITIONS],
    ['filter[label][nope]', 'x', 0, 'There is no operator "nope".', OPERATOR_NAMES],
    ['filter[label][]', 'x', 0, 'There is no operator "".', OPERATOR_NAMES],
    ['filter[label][eq]', 'a,b', 2, '"eq" takes no list; a comma in a text is written "\\,".'],
    ['filter[label][is_null]', 'x', 0, '"is_null" takes no value.'],
    ['filter[label][is_null]', 'null', 0, '"is_null" takes no value.'],
    ['filter[label][isnot]', 'x', 0, '"is_not_null" takes no value.'],
    ['filter[owner][has]', 'x', 0, '"has" takes no value in this form; write the filter as JSON or text.'],
    ['filter[size][between]', '1,2,3', 0, '"between" needs two values, the low and the high one.'],
    ['filter[size]', '1,x', 2, 'This must be a whole number.'],
  ])('of %s=%s, at %i: %s', (name, written, offset, detail, ...allowed) => {
    expect(faultIn(name, written)).toEqual(told({ name, offset }, detail, ...allowed));
  });
});

describe('the JSON form says', () => {
  it.each<Case<string>>([
    ['[', '', 'The filter is not valid JSON.'],
    ['{"a":1}', '', 'A filter node has exactly the members of one of its forms.', NODES],
    ['[1]', '/0', 'A filter node is an object.', NODES],
    ['{"and":[]}', '/and', 'This must be a list of filter nodes.', NODES],
    ['{"not":1}', '/not', 'A filter node is an object.', NODES],
    ['{"name":5,"op":"eq","val":1}', '/name', 'A name must be text.'],
    ['{"name":"label","op":"nope"}', '/op', 'There is no such operator.', OPERATOR_NAMES],
    ['{"name":"label","op":5,"val":1}', '/op', 'There is no such operator.', OPERATOR_NAMES],
    ['{"name":"label","op":"eq"}', '', '"eq" needs a value.', ['val']],
    ['{"name":"size","op":"in","val":5}', '/val', '"in" needs a list of values.'],
    ['{"name":"size","op":"in","val":[]}', '', 'A list has at least one value.'],
    ['{"name":"label","op":"is_","val":5}', '/val', '"is_" takes no value.'],
    ['{"name":"owner","op":"has","field":"x"}', '/field', '"has" takes a filter.'],
    ['{"name":"label","op":"eq","field":5}', '/field', 'A name must be text.'],
    ['{"name":"size","op":"between","val":[1]}', '', '"between" needs two values, the low and the high one.'],
    [
      '{"name":"size","op":"between","val":[null,1]}',
      '/val/0',
      'Here stands no null; use "is_null" or "is_not_null".',
    ],
    [' {"not":null}', '/not', 'A filter node is an object.', NODES],
    ['{"name":"sharp","op":"eq","val":"true"}', '/val', 'This must be true or false.', ['true', 'false']],
    ['{"name":"sharp","op":"eq","val":1}', '/val', 'This must be true or false.', ['true', 'false']],
    ['{"name":"weight","op":"eq","val":true}', '/val', 'This must be a number.'],
    ['{"name":"size","op":"eq","val":["5"]}', '/val', 'This must be a whole number.'],
    ['{"name":"weight","op":"eq","val":["0.5"]}', '/val', 'This must be a number.'],
    ['{"name":"bought","op":"eq","val":["2020-01-21"]}', '/val', 'This must be a date.', ['YYYY-MM-DD']],
    [
      '{"name":"made_at","op":"eq","val":5}',
      '/val',
      'This must be a time or a date of ISO 8601; in a URL its + is written %2B.',
      ['YYYY-MM-DD', 'YYYY-MM-DDTHH:MM:SS.sssZ', 'YYYY-MM-DDTHH:MM:SS+HH:MM'],
    ],
    ['{"name":"bought","op":"eq","val":5}', '/val', 'This must be a date.', ['YYYY-MM-DD']],
    ['{"name":"label","op":"eq","val":5}', '/val', 'This must be text.'],
    ['{"name":"label","op":"eq","val":"\\u0000"}', '/val', 'Text cannot hold the character NUL.'],
    ['{"name":"label","op":"eq","val":"\\ud800"}', '/val', 'Text cannot hold half of a surrogate pair.'],
    ['{"name":"size","op":"eq","val":true}', '/val', 'This must be a whole number.'],
  ])('of %s, at %j: %s', (written, pointer, detail, ...allowed) => {
    expect(faultIn('filter', written)).toEqual(told({ pointer }, detail, ...allowed));
  });
});
