import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyForm, negotiate, type Signals } from '../../../src/shared/representation/negotiate.js';

const J = 'application/vnd.api+json';
const P = 'application/json';

const NOTHING: Signals = {
  accept: undefined,
  contentType: undefined,
  hasBody: false,
  body: undefined,
  accessToken: false,
  bearer: false,
};
const negotiated = (signals: Partial<Signals>) => negotiate({ ...NOTHING, ...signals });
const DOCUMENT = { data: { type: 'run' } };

describe('Accept decides first', () => {
  it.each([
    [J, 'jsonapi'],
    [P, 'plain'],
    [`${P}, text/plain, */*`, 'plain'],
    [`${P}, ${J}`, 'jsonapi'],
    [`${J};q=0.5, ${P}`, 'plain'],
    [`${J}, ${P};q=0.9`, 'jsonapi'],
    [`${P};q=0.1, */*`, 'plain'],
    ['APPLICATION/JSON', 'plain'],
    [`${P};charset=utf-8`, 'plain'],
    [`${J};charset=utf-8, ${J};q=0.2`, 'jsonapi'],
    [`${J};charset=utf-8, ${P}`, 'plain'],
    [`${J};profile="https://example.org/p"`, 'jsonapi'],
    [`${P};q=0, */*`, 'jsonapi'],
    [`${J};q=0, application/*`, 'plain'],
    [`rubbish, ${P}`, 'plain'],
  ] as const)('%s: %s, whatever the body and the credential say', (accept, format) => {
    const other = format === 'plain';
    const against = { hasBody: true, body: other ? DOCUMENT : {}, bearer: other, accessToken: !other };
    expect(negotiated({ accept, ...against })).toEqual({ format, acceptable: true });
  });

  it.each(['', '  ', '*/*', 'application/*', 'text/html, */*;q=0.1', 'application/*;q=0.2, text/html'])(
    '%j decides nothing',
    (accept) => {
      expect(negotiated({ accept, accessToken: true })).toEqual({ format: 'plain', acceptable: true });
      expect(negotiated({ accept, bearer: true })).toEqual({ format: 'jsonapi', acceptable: true });
    },
  );

  it.each([
    'text/html',
    'rubbish',
    `${P};q=0`,
    `${J};q=0, ${P};q=0, */*`,
    '*/*;q=0',
    'application/*;q=0, */*',
    `${J};charset=utf-8`,
    `${J};charset=utf-8, */*`,
    `${J};ext="https://example.org/unknown"`,
  ])('%j accepts neither, and the refusal is in the form that the rest asks for', (accept) => {
    expect(negotiated({ accept, accessToken: true })).toEqual({ format: 'plain', acceptable: false });
    expect(negotiated({ accept })).toEqual({ format: 'jsonapi', acceptable: false });
  });
});

describe('the body decides next', () => {
  it.each([
    [{ data: { type: 'run' } }, undefined, 'jsonapi'],
    [{ data: [] }, P, 'jsonapi'],
    [{ data: null }, P, 'jsonapi'],
    [{ 'atomic:operations': [] }, P, 'jsonapi'],
    [{ data: {} }, P, 'plain'],
    [{ data: 'text' }, P, 'plain'],
    [{ first_name: 'Ann' }, undefined, 'plain'],
    [[], P, 'plain'],
    [null, P, 'plain'],
    [{ first_name: 'Ann' }, J, 'jsonapi'],
    [null, `${J};profile=x`, 'jsonapi'],
  ] as const)('%j sent as %s is %s', (body, contentType, format) => {
    expect(bodyForm(contentType, body)).toBe(format);
    const against = format === 'plain' ? { bearer: true } : { accessToken: true };
    expect(negotiated({ hasBody: true, body, contentType, ...against }).format).toBe(format);
  });

  it('by its Content-Type alone where it was never parsed', () => {
    const unread = { hasBody: true, accessToken: true };
    expect(negotiated({ ...unread, contentType: J }).format).toBe('jsonapi');
    expect(negotiated({ ...unread, contentType: P }).format).toBe('plain');
  });

  it('not at all where there is none, whatever the Content-Type', () => {
    expect(negotiated({ contentType: J, accessToken: true }).format).toBe('plain');
  });
});

describe('the credential decides last', () => {
  it.each([
    [{ accessToken: true }, 'plain'],
    [{ accessToken: true, bearer: true }, 'plain'],
    [{ bearer: true }, 'jsonapi'],
    [{}, 'jsonapi'],
  ] as const)('%j: %s', (credential, format) => {
    expect(negotiated(credential).format).toBe(format);
  });
});

it('answers in one of the two formats whatever was sent', () => {
  const accept = fc.option(fc.oneof(fc.string(), fc.constantFrom(J, P, '*/*;q=0', `${J};ext=x`)), {
    nil: undefined,
  });
  fc.assert(
    fc.property(accept, fc.jsonValue(), fc.boolean(), (header, body, bearer) => {
      const { format } = negotiated({ accept: header, hasBody: true, body, bearer });
      expect(['jsonapi', 'plain']).toContain(format);
    }),
  );
});
