import { describe, expect, it } from '@jest/globals';
import { hashRequest, isSameRequest } from '../../../src/shared/idempotency/keyed-request.js';

const REQUEST = { userId: 'u', key: 'k', method: 'POST', path: '/runs', body: { distance: 1 } };
const SECRET = 'a secret';
const request = hashRequest(REQUEST, SECRET);

describe('a request with a key', () => {
  it.each([
    ['method', { method: 'PUT' }],
    ['path', { path: '/users' }],
    ['body', { body: { distance: 2 } }],
    ['lack of a body', { body: undefined }],
    ['emptier body', { body: {} }],
  ])('is another one with another %s', (_, change) => {
    const other = hashRequest({ ...REQUEST, ...change }, SECRET);
    expect(isSameRequest(request, other)).toBe(false);
    expect(other.keyHash).toBe(request.keyHash);
  });

  it('is the same one when it is sent again', () => {
    expect(isSameRequest(request, hashRequest({ ...REQUEST, body: { distance: 1 } }, SECRET))).toBe(true);
  });

  it('shows neither its key nor its body, and another server could not check a guess of it', () => {
    const secretive = hashRequest({ ...REQUEST, key: 'my-key', body: { password: 'pass word' } }, SECRET);
    expect(JSON.stringify(secretive)).not.toMatch(/my-key|pass word/);
    const elsewhere = hashRequest({ ...REQUEST, key: 'my-key', body: { password: 'pass word' } }, 'another');
    expect(elsewhere.bodyHash).not.toBe(secretive.bodyHash);
    expect(elsewhere.keyHash).toBe(secretive.keyHash);
  });
});
