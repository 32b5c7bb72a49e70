import { describe, expect, it } from '@jest/globals';
import { Kitroom } from '../../../clients/typescript/src/index.js';
import { type FakeAnswer, fakeFetch } from '../../support/fake-fetch.js';

const session = { token: 't', renewAt: Infinity, expiresAt: Infinity };
const refused = (status: number, code: string): FakeAnswer => ({ status, body: { error: code, code } });
const away = refused(503, 'UNAVAILABLE');
const lost: FakeAnswer = { lost: true };
const role = { id: 'x', description: null, permissions: [] };
const made: FakeAnswer = { status: 201, body: { role } };

function clubThatAnswers(...answers: readonly FakeAnswer[]) {
  const { fetch, sent } = fakeFetch(...answers);
  const options = { baseUrl: 'https://kit.club.example', fetch };
  return { member: new Kitroom({ ...options, session }), nobody: new Kitroom(options), sent };
}

describe('a request', () => {
  it.each([
    ['no answer', lost],
    ['503', away],
    ['a gateway', { status: 502, body: '<html>' }],
    ['its first self still under way', refused(409, 'IDEMPOTENCY_KEY_IN_USE')],
  ])('is sent again, the same, after %s', async (_, answer) => {
    const { member, sent } = clubThatAnswers(answer, made);
    expect(await member.roles.create({ name: 'x' })).toEqual(role);
    expect(sent).toHaveLength(2);
    const keys = sent.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(sent[1]?.body).toEqual({ name: 'x' });
  });

  it('has a key of its own each time', async () => {
    const { member, sent } = clubThatAnswers(made);
    await member.roles.create({ name: 'x' });
    await member.roles.create({ name: 'x' });
    const [one, other] = sent.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(one).not.toBe(other);
  });

  it('takes the caller’s key where there is one', async () => {
    const { member, sent } = clubThatAnswers(made);
    await member.roles.create({ name: 'x' }, { idempotencyKey: 'mine' });
    expect(sent[0]?.headers.get('Idempotency-Key')).toBe('mine');
  });

  it('is given up in the end', async () => {
    const { member, sent } = clubThatAnswers(away);
    await expect(member.me()).rejects.toMatchObject({ status: 503 });
    expect(sent).toHaveLength(4);
  });

  it.each([
    ['a query that takes too long', refused(503, 'QUERY_TIMEOUT')],
    ['a conflict', refused(409, 'CONFLICT')],
    ['a fault of the server', refused(500, 'INTERNAL_ERROR')],
    ['a limit', refused(429, 'TOO_MANY_REQUESTS')],
  ])('is not sent again after %s', async (_, answer) => {
    const { member, sent } = clubThatAnswers(answer, made);
    await expect(member.roles.create({ name: 'x' })).rejects.toMatchObject({ status: answer.status });
    expect(sent).toHaveLength(1);
  });

  it('is not sent again where its key would not count', async () => {
    const { member, nobody, sent } = clubThatAnswers(lost);
    const user = { username: 'ann', password: 'secret horse' };
    await expect(nobody.users.create(user)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(member.roles.remove('x')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(nobody.login('ann', 'x')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(sent).toHaveLength(3);
  });

  it('is not sent again once it is aborted', async () => {
    const { member, sent } = clubThatAnswers(away);
    const controller = new AbortController();
    const answer = member.me({ signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toHaveLength(1);
  });
});
