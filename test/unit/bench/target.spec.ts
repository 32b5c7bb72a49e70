import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../../bench/load/free-port.js';
import { onServerCore } from '../../../bench/load/pin.js';
import { startTarget } from '../../../bench/load/target.js';
import { isAlive } from '../../../src/database/embedded/postmaster.js';

const LISTENS = `require('node:http').createServer((_, res) => res.end(process.env.WORD)).listen(process.env.PORT)`;

const start = async (program: string) =>
  startTarget({
    name: 'It',
    port: await freePort(),
    args: ['-e', program],
    env: { WORD: 'hello' },
    pinned: false,
  });

describe('a server under test', () => {
  it('listens with the environment that it was given, and is gone when it was stopped', async () => {
    const target = await start(LISTENS);
    const answer = await fetch(`http://127.0.0.1:${target.port}`, { headers: { connection: 'close' } });
    expect(await answer.text()).toBe('hello');
    await target.stop();
    expect(isAlive(target.pid)).toBe(false);
  });

  it('that ends before it listens is told at once', async () => {
    await expect(start('process.exit(3)')).rejects.toThrow('It ended before it listened.');
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('that died of %s needs no stopping', async (signal) => {
    const target = await start(LISTENS);
    process.kill(target.pid, signal);
    await target.stop();
    await target.stop();
    expect(isAlive(target.pid)).toBe(false);
  });
});

it('runs on a core of its own only where that is possible', () => {
  expect(onServerCore(false)).toEqual([]);
  expect(onServerCore(true)[0]).toBe('taskset');
});
