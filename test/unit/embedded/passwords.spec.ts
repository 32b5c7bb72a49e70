import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPasswords, writePasswords } from '../../../src/database/embedded/passwords.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kitroom-passwords-'));
  file = join(folder, 'passwords');
});

afterEach(() => rm(folder, { recursive: true }));

describe('the passwords of a cluster', () => {
  it('are long, two, and their owner’s only', async () => {
    await writePasswords(file);
    const { admin, app } = await readPasswords(file);
    expect(admin).toMatch(/^[\w-]{32}$/);
    expect(app).toMatch(/^[\w-]{32}$/);
    expect(app).not.toBe(admin);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are never overwritten', async () => {
    await writeFile(file, 'a\nb\n');
    await expect(writePasswords(file)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(file, 'utf8')).toBe('a\nb\n');
  });

  it('need no escaping in a URL', async () => {
    await writePasswords(file);
    const { app } = await readPasswords(file);
    expect(encodeURIComponent(app)).toBe(app);
  });

  it.each([
    ['is missing', null],
    ['is empty', ''],
    ['is cut off', 'one\n'],
  ])('cannot be read where the file %s, which is said by name', async (_, content) => {
    if (content !== null) await writeFile(file, content);
    await expect(readPasswords(file)).rejects.toThrow(`bring back ${file}`);
  });
});
