import { describe, expect, it } from '@jest/globals';
import { Kitroom, KitroomError } from '../../../clients/typescript/src/index.js';
import { type FakeAnswer, fakeFetch } from '../../support/fake-fetch.js';

/** What a login is refused with. */
async function refusedBy(answer: FakeAnswer): Promise<unknown> {
  const kitroom = new Kitroom({ baseUrl: 'https://kit.club.example', fetch: fakeFetch(answer).fetch });
  return kitroom.login('ann', 'secret').catch((error: unknown) => error);
}

describe('an error', () => {
  it('has all that the server says', async () => {
    const body = {
      error: 'Slowly.',
      code: 'TOO_MANY_REQUESTS',
      id: 'x1',
      fields: { username: 'No.' },
      parameter: 'filter',
      meta: { offset: 3 },
    };
    const error = await refusedBy({ status: 429, body, headers: { 'Retry-After': '30' } });
    expect(error).toBeInstanceOf(KitroomError);
    expect(error).toMatchObject({
      name: 'KitroomError',
      message: 'Slowly.',
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      id: 'x1',
      fields: { username: 'No.' },
      parameter: 'filter',
      meta: { offset: 3 },
      retryAfter: 30,
    });
  });

  it('has nothing where the server says nothing', async () => {
    const error = await refusedBy({ status: 404, body: { error: 'No.', code: 'NOT_FOUND' } });
    expect(error).toMatchObject({ fields: {}, parameter: null, meta: {}, id: null, retryAfter: null });
  });

  it.each([
    ['a page of a proxy', { status: 502, body: '<html>' }, { status: 502, code: 'BAD_ANSWER' }],
    [
      'an error of somebody else',
      { status: 400, body: { message: 'x' } },
      { status: 400, code: 'BAD_ANSWER' },
    ],
    ['a page where a document should be', { body: '<html>' }, { status: 200, code: 'BAD_ANSWER' }],
    ['no object', { body: 'null' }, { status: 200, code: 'BAD_ANSWER' }],
    ['no answer', { lost: true }, { status: 0, code: 'UNREACHABLE' }],
  ])('is made of %s', async (_, answer, expected) => {
    expect(await refusedBy(answer)).toMatchObject(expected);
  });

  it('of a network has its cause', async () => {
    const error = (await refusedBy({ lost: true })) as KitroomError;
    expect(error.cause).toBeInstanceOf(TypeError);
  });
});
