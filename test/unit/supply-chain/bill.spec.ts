import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../supply-chain/bill.js';

const component = (name: string, changes: object = {}) => ({
  name,
  version: '1.0.0',
  purl: `pkg:npm/${name}@1.0.0`,
  hashes: [{}],
  licenses: [{}],
  ...changes,
});
const faults = (...components: ReturnType<typeof component>[]) =>
  faultsOf({ bomFormat: 'CycloneDX', components }, [
    ['pg', { version: '1.0.0' }],
    ['pause', { version: '1.0.0' }],
    ['jest', { version: '1.0.0', dev: true }],
    ['graphql', { version: '1.0.0', devOptional: true }],
  ]);
const pause = component('pause', { licenses: [] });

describe('a bill of materials', () => {
  it('is complete', () => {
    expect(faults(component('pg'), pause)).toEqual([]);
  });

  it.each([
    [[pause], ['pg@1.0.0 is missing']],
    [
      [pause, component('pg', { version: '1.0.1' })],
      ['pg@1.0.0 is missing', 'pg@1.0.1 is in it, but not in the lock'],
    ],
    [[pause, component('pg'), component('jest')], ['jest@1.0.0 is in it, but not in the lock']],
    [[pause, component('pg', { licenses: [] })], ['pg@1.0.0 has no licence']],
    [[pause, component('pg', { hashes: undefined })], ['pg@1.0.0 has no hash']],
    [[pause, component('pg', { purl: '' })], ['pg@1.0.0 has no address']],
  ])('is not: %#', (components, found) => {
    expect(faults(...components)).toEqual(found);
  });

  it('is one of CycloneDX', () => {
    expect(faultsOf({ bomFormat: 'SPDX', components: [] }, [])).toEqual(['it is in the format SPDX']);
  });
});
