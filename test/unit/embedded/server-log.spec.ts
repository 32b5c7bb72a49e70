import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../../src/database/embedded/server-log.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kitroom-log-'));
  path = join(folder, 'postgres.log');
});

afterEach(() => rm(folder, { recursive: true }));

describe('openLog', () => {
  it('tells what was written since, and keeps what was there', async () => {
    await writeFile(path, 'earlier\n');
    const log = await openLog(path);
    expect(await log.tail()).toBe('');
    await appendFile(path, 'since\n');
    expect(await log.tail()).toBe('since');
    await log.close();
    expect(await readFile(path, 'utf8')).toBe('earlier\nsince\n');
  });

  it('tells the end of much', async () => {
    const log = await openLog(path);
    await appendFile(path, `${'x'.repeat(100_000)}\nthe end\n`);
    const tail = await log.tail();
    expect(tail).toMatch(/xxx\nthe end$/);
    expect(tail.length).toBeLessThan(5_000);
    await log.close();
  });

  it('puts a large log aside', async () => {
    await writeFile(path, 'old');
    await truncate(path, 11 * 1024 * 1024);
    const log = await openLog(path);
    await log.close();
    expect((await stat(path)).size).toBe(0);
    expect((await stat(`${path}.1`)).size).toBe(11 * 1024 * 1024);
  });
});
