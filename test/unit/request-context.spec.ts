import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { begin } from '../../src/database/begin.js';
import { inRequestContext, requestContext, traceIdOf } from '../../src/shared/context/request-context.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the context of a request', () => {
  it('is known to whatever follows from it, and to nothing else', async () => {
    const context = { requestId: randomUUID(), traceId: null, address: '::1', actorId: null };
    const seen = await inRequestContext(context, () => Promise.resolve().then(requestContext));
    expect([seen, requestContext()]).toEqual([context, undefined]);
  });

  it.each([
    [`00-${TRACE}-00f067aa0ba902b7-01`, TRACE],
    [`01-${TRACE}-00f067aa0ba902b7-01-what-a-later-version-adds`, TRACE],
    [`ff-${TRACE}-00f067aa0ba902b7-01`, null],
    [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, null],
    [`00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`, null],
    [TRACE, null],
    ['', null],
    [undefined, null],
    [[`00-${TRACE}-00f067aa0ba902b7-01`], null],
  ])('has the trace of %p: %p', (header, trace) => expect(traceIdOf(header)).toBe(trace));
});

describe('the beginning of a transaction', () => {
  it('names who asks, from where, in which request', () => {
    const [requestId, actorId] = [randomUUID(), randomUUID()];
    expect(begin({ requestId, actorId, address: '10.0.0.7', traceId: null })).toBe(
      `BEGIN; SET LOCAL kitroom.context = '${actorId}|10.0.0.7|${requestId}'`,
    );
  });

  it('names nobody where there is no request', () => expect(begin(undefined)).toBe('BEGIN'));

  it('lets nothing through that would need quoting', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (requestId, actorId, address) => {
        const text = begin({ requestId, actorId, address, traceId: null });
        expect(text).toMatch(/^BEGIN; SET LOCAL kitroom\.context = '[0-9a-zA-Z.:%|-]*'$/);
      }),
    ));
});
