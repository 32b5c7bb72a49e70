import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenOf } from '../../src/auth/token-of.js';
import { parseEntityTags } from '../../src/shared/conditions/entity-tags.js';
import { traceIdOf } from '../../src/shared/context/request-context.js';
import { Problem } from '../../src/shared/errors/problem.js';
import { parseKey } from '../../src/shared/idempotency/parse-key.js';
import { withoutQuotes } from '../../src/shared/log/describe-error.js';
import { parseHref } from '../../src/shared/operations/parse-href.js';
import { parseOperations } from '../../src/shared/operations/parse-operations.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import { readCursor } from '../../src/shared/query/cursor.js';
import { Limits } from '../../src/shared/query/filter/limits.js';
import { parseBrackets } from '../../src/shared/query/filter/parse-brackets.js';
import { parseJson } from '../../src/shared/query/filter/parse-json.js';
import { parseText } from '../../src/shared/query/filter/parse-text.js';
import { readValue } from '../../src/shared/query/filter/read-value.js';
import { tokenise } from '../../src/shared/query/filter/tokens.js';
import { flatPairs } from '../../src/shared/query/flat-pairs.js';
import { baseOf } from '../../src/shared/representation/http/host.js';
import { pathOf } from '../../src/shared/representation/http/path.js';
import { readBody } from '../../src/shared/representation/http/read-body.js';
import { parseMediaType, parseMediaTypes } from '../../src/shared/representation/media-type.js';
import { canonicalAddress, networkOf } from '../../src/shared/values/address.js';
import { dayOf, parseInstant } from '../../src/shared/values/instant.js';
import { readNumber } from '../../src/shared/values/values.js';
import { gadgetResource } from '../support/resources.js';

const catalog = new Catalog([gadgetResource]);
const BASE = 'https://club.example';
const value = (text: string) => ({
  value: text,
  loose: true,
  at: { parameter: 'filter', meta: { offset: 0 } },
});
const operation = (members: object) =>
  parseOperations({ 'atomic:operations': [members] }, { catalog, base: BASE });

/** Whatever reads text that clients write. */
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  'a query string': flatPairs,
  'a filter as text': (text) => parseText(text, new Limits()),
  'a filter as JSON': (text) => parseJson(text, new Limits()),
  'a filter in brackets': (text) => parseBrackets('filter[a][in]', text, new Limits()),
  'the name of a filter in brackets': (text) => parseBrackets(`filter[${text}`, 'x', new Limits()),
  'the tokens of a filter': tokenise,
  'a whole number': (text) => readValue('integer', value(text)),
  'a decimal number': (text) => readValue('decimal', value(text)),
  'a time of a filter': (text) => readValue('time', value(text)),
  'a text of a filter': (text) => readValue('text', value(text)),
  'a cursor': (text) => readCursor('scope', text),
  Accept: parseMediaTypes,
  'Content-Type': parseMediaType,
  'If-Match': (text) => parseEntityTags('If-Match', text),
  'Idempotency-Key': parseKey,
  traceparent: traceIdOf,
  Authorization: (text) => tokenOf({ rawHeaders: ['Authorization', text] }),
  'two credentials': (text) => tokenOf({ rawHeaders: ['Authorization', text, 'access-token', text] }),
  Host: (host) => baseOf({ protocol: 'http', host, socket: {} }),
  'a request target': pathOf,
  'a body': (text) => readBody({}, Buffer.from(text)),
  'a Content-Type with a body': (text) => readBody({ 'content-type': text }, Buffer.from('{}')),
  'a link of an operation': (href) => parseHref(href, '/href', catalog, BASE),
  'the code of an operation': (op) => operation({ op }),
  'the names of an operation': (text) =>
    operation({ op: 'add', data: { type: 'gadget', lid: text, [text]: text } }),
  'the reference of an operation': (text) =>
    operation({ op: 'remove', ref: { type: text, id: text, [text]: 1 } }),
  'a number': readNumber,
  'a time': parseInstant,
  'a day': dayOf,
  'an address': canonicalAddress,
  'a network': networkOf,
  'a message': withoutQuotes,
};
const all = Object.entries(parsers).map(([name, parse]) => ({ name, parse }));

/** What the parsers look for, and what nobody expects. */
const pieces = [
  ...[
    '"',
    "'",
    '\\',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ';',
    ':',
    '=',
    '&',
    '%',
    '%zz',
    '%00',
    '+',
    '-',
    '.',
    '/',
  ],
  ...[
    ' ',
    '\t',
    '\r\n',
    '\0',
    '\ud800',
    '\u202e',
    '\ufeff',
    'é',
    '😀',
    '*',
    '*/*',
    '$',
    '#',
    '?',
    '|',
    '~',
    '_',
    '0',
    '1',
    '9',
  ],
  ...[
    'NOT ',
    ' AND ',
    ' OR ',
    'a eq 1',
    'in',
    'has(',
    'W/"',
    'q=',
    'a/b',
    'Bearer ',
    'filter[',
    '{"and":[',
    '{"not":',
    'null',
  ],
  ...[
    '__proto__',
    'constructor',
    '2020-01-01',
    'T00:00',
    'Z',
    '::ffff:',
    'http://',
    '00-',
    'add',
    'gadget',
    '/gadgets/',
  ],
];
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** What it came to: read, or refused as a fault of the client's. */
function outcome(parse: (text: string) => unknown, written: string): string {
  try {
    parse(written);
    return 'read';
  } catch (error) {
    const isRefusal = error instanceof Problem && error.status >= 400 && error.status < 500;
    return isRefusal ? 'refused' : `threw ${String(error)} at ${JSON.stringify(written.slice(0, 200))}`;
  }
}

describe('any text', () => {
  it.each(all)('is read or refused as $name', ({ parse }) => {
    fc.assert(
      fc.property(text, (written) => {
        expect(['read', 'refused']).toContain(outcome(parse, written));
      }),
      { numRuns: 300 },
    );
  });

  it.each(all)('that repeats itself is read or refused as $name in time, however long', ({ parse }) => {
    for (const piece of pieces) {
      const long = piece.repeat(Math.ceil(50_000 / piece.length));
      const began = performance.now();
      expect(['read', 'refused']).toContain(outcome(parse, long));
      expect(['read', 'refused']).toContain(outcome(parse, `${long}\u0001`));
      // Some milliseconds, where the work grows with the length; seconds, where with its square.
      expect(performance.now() - began).toBeLessThan(3000);
    }
  });
});

describe('what is printed', () => {
  const token = fc.stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
  const quoted = fc.string({ unit: fc.constantFrom(...'ab ,;="\\/é'), maxLength: 12 });

  it('as media types is read again', () => {
    const parameters = fc.dictionary(
      token.filter((name) => name !== 'q'),
      quoted,
      { maxKeys: 3 },
    );
    const types = fc.array(fc.record({ type: token, subtype: token, parameters }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(types, (written) => {
        const header = written.map(({ type, subtype, parameters: more }) => {
          const rest = Object.entries(more).map(
            ([name, one]) => `;${name}="${one.replace(/["\\]/g, String.raw`\$&`)}"`,
          );
          return `${type}/${subtype}${rest.join('')}`;
        });
        const read = parseMediaTypes(header.join(', '));
        expect(read.map(({ name }) => name)).toEqual(
          written.map(({ type, subtype }) => `${type}/${subtype}`),
        );
        expect(read.map(({ parameters: more }) => Object.fromEntries(more))).toEqual(
          written.map(({ parameters: more }) => ({ ...more })),
        );
      }),
    );
  });

  it('as a link of an operation is read again', () => {
    const id = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(id, fc.boolean(), (name, isAbsolute) => {
        const href = `${isAbsolute ? BASE : ''}/gadgets/${encodeURIComponent(name)}`;
        expect(parseHref(href, '/href', catalog, BASE)).toMatchObject({ record: { by: 'id', name } });
      }),
    );
  });

  it('as a trace is read again', () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    fc.assert(
      fc.property(hex(32), hex(16), (trace, parent) => {
        const isNone = /^0+$/.test(trace);
        expect(traceIdOf(`00-${trace}-${parent}-01`)).toBe(isNone ? null : trace);
      }),
    );
  });
});
