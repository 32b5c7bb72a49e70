import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAlive, parsePostmaster } from '../../../src/database/embedded/postmaster.js';

const file = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('parsePostmaster', () => {
  it.each([
    ['a ready server', file('71', '/d', '17', '5433', '', '127.0.0.1', ' 2146361    8', 'ready   '), true],
    ['a starting one', file('71', '/d', '17', '5433', '', '127.0.0.1', ' 2146361    8', 'starting'), false],
    ['a stopping one', file('71', '/d', '17', '5433', '', '127.0.0.1', ' 2146361    8', 'stopping'), false],
    ['one that has only begun to write', file('71', '/d', '17', '5433', ''), false],
    [
      'Windows line ends',
      file('71\r', '/d\r', '17\r', '5433\r', '\r', '127.0.0.1\r', '8\r', 'ready   \r'),
      true,
    ],
  ])('reads %s', (_, text, ready) => {
    expect(parsePostmaster(text)).toEqual({ pid: 71, folder: '/d', port: 5433, ready });
  });

  it.each([
    ['an empty file', ''],
    ['one cut off before the port', file('71', '/d', '17')],
    ['no number', file('x', '/d', '17', '5433')],
    ['a number that would signal a whole group', file('-71', '/d', '17', '5433')],
    ['zero', file('0', '/d', '17', '5433')],
    ['a fraction', file('7.1', '/d', '17', '5433')],
  ])('takes %s for no server', (_, text) => {
    expect(parsePostmaster(text)).toBeNull();
  });

  it('never gives a pid that signals more than one process', () => {
    const line = fc.oneof(fc.string(), fc.integer().map(String));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), (lines) => {
        const postmaster = parsePostmaster(file(...lines));
        return postmaster === null || (Number.isInteger(postmaster.pid) && postmaster.pid > 0);
      }),
    );
  });
});

describe('isAlive', () => {
  it('knows a running process from a number that nobody has', () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(isAlive(4_000_000)).toBe(false);
  });
});
