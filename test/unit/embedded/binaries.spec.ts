import { describe, expect, it } from '@jest/globals';
import { access, constants } from 'node:fs/promises';
import { locateBinaries } from '../../../src/database/embedded/binaries.js';

describe('locateBinaries', () => {
  it('finds programs that can be run on this machine', async () => {
    const { initdb, postgres, pgCtl } = locateBinaries();
    for (const program of [initdb, postgres, pgCtl]) await access(program, constants.X_OK);
  });

  it.each([
    ['sunos', 'x64', 'sunos-x64'],
    ['linux', 'riscv64', 'linux-riscv64'],
    ['win32', 'ia32', 'windows-ia32'],
  ])('names the platform %s %s and the way out', (platform, arch, name) => {
    expect(() => locateBinaries(platform, arch)).toThrow(new RegExp(`for ${name} here.*DATABASE_URL`));
  });
});
