import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeError, reasonOf, withoutQuotes } from '../../../src/shared/log/describe-error.js';

const SECRET = '52.520008';

/** What a library throws at what it does not like. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

describe('a described error', () => {
  it('says what it is and where it was thrown', () => {
    const described = describeError(new TypeError('There is no such thing.'));
    expect(described).toMatchObject({ type: 'TypeError', message: 'There is no such thing.' });
    expect(described.stack).toMatch(/^\s+at .*describe-error\.spec/);
    expect(described.stack).not.toContain('There is no such thing.');
  });

  it('names what PostgreSQL names, and leaves out values, statements and parameters', () => {
    const error = Object.assign(new Error('duplicate key value violates unique constraint "users_email"'), {
      code: '23505',
      table: 'users',
      constraint: 'users_email',
      detail: `Key (email)=(${SECRET}) already exists.`,
      where: SECRET,
      query: SECRET,
      parameters: [SECRET],
      driverError: { detail: SECRET },
    });
    const described = describeError(error);
    expect(described).toMatchObject({ code: '23505', table: 'users', constraint: 'users_email' });
    expect(JSON.stringify(described)).not.toContain(SECRET);
  });

  it('leaves out what an HTTP client keeps of its request', () => {
    const url = `https://weather.example/?lat=${SECRET}`;
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND weather.example'), {
      code: 'ENOTFOUND',
      config: { url },
      request: { path: url },
      response: { data: url },
    });
    expect(describeError(error)).toMatchObject({ code: 'ENOTFOUND' });
    expect(JSON.stringify(describeError(error))).not.toContain(SECRET);
  });

  it.each([
    ['JSON.parse', () => JSON.parse(`{"lat": ${SECRET}, "a" 'b'}`) as unknown],
    ['URL', () => new URL(`//${SECRET}"`)],
    ['Node', () => Buffer.alloc(8).readUInt8(JSON.parse(`"${SECRET}"`) as number)],
  ])('quotes nothing that %s quotes', (_, work) => {
    expect(JSON.stringify(describeError(thrownBy(work)))).not.toContain(SECRET);
  });

  it('tells its causes by the same rules, and ends where they go round', () => {
    const error = new Error('outer', { cause: new Error(`inner "${SECRET}"`) });
    expect(describeError(error)).toMatchObject({ cause: { message: 'inner …' } });
    const round = new Error('round');
    round.cause = round;
    expect(JSON.stringify(describeError(round)).length).toBeLessThan(20_000);
  });

  it.each([['text'], [null], [undefined], [{ secret: SECRET }]])(
    'does not tell %p, which is none',
    (thrown) => {
      expect(describeError(thrown).message).toBe('Something was thrown that is no error.');
      expect(reasonOf(thrown)).toBe('unknown reason');
    },
  );

  it('stays short, and on one line', () => {
    const error = new Error(`${'long '.repeat(1000)}\n{"level":"info"}\u001b[2J`);
    error.stack = `Error: x\n${'    at somewhere\n'.repeat(5000)}`;
    const { message, stack = '' } = describeError(error);
    expect(message.length + stack.length).toBeLessThan(3000);
    expect(reasonOf(new Error('one\r\ntwo\u001b[2J\u2028\u009b'))).toBe(
      'one\\u000d\\u000atwo\\u001b[2J\\u2028\\u009b',
    );
  });
});

describe('a text without what it quotes', () => {
  it.each([
    ['invalid input syntax for type uuid: "7"', 'invalid input syntax for type uuid: …'],
    [`Unexpected token 'a', "{"a": 1}" is not valid JSON`, 'Unexpected token … is not valid JSON'],
    [`can't say "this`, `can't say …`],
    [`it is nobody's`, `it is nobody's`],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ])('of %s', (text, expected) => {
    expect(withoutQuotes(text)).toBe(expected);
  });

  it('never has what stands between two marks', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('"', '`'), fc.string(), (before, mark, after) => {
        expect(withoutQuotes(`${before}${mark}${SECRET}${mark}${after}`)).not.toContain(SECRET);
      }),
    );
  });
});
