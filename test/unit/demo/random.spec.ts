import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../../../src/demo/random.js';

const seeds = fc.integer();
const thousand = <T>(make: () => T): T[] => Array.from({ length: 1000 }, make);

describe('Random', () => {
  it('is the same for the same seed and purpose, and another for another', () => {
    const first = (seed: number, purpose: string) => thousand(() => Random.of(seed, purpose).next())[0];
    expect(first(1, 'runs')).toBe(first(1, 'runs'));
    expect(first(1, 'runs')).not.toBe(first(2, 'runs'));
    expect(first(1, 'runs')).not.toBe(first(1, 'items'));
  });

  it('stays within its bounds and reaches both ends of whole numbers', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new Random(seed);
        const numbers = thousand(() => random.whole(3, 7));
        expect(new Set(numbers)).toEqual(new Set([3, 4, 5, 6, 7]));
        for (const number of thousand(() => random.between(-1, 1)))
          expect(Math.abs(number)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('has a bell curve of about the given mean, with nothing beyond three deviations', () => {
    const random = new Random(5);
    const numbers = thousand(() => random.normal(10, 2));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(mean).toBeCloseTo(10, 0);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(16);
  });

  it('favours what stands first, but lets everything come', () => {
    const random = new Random(6);
    const picked = thousand(() => random.favour(['first', 'second', 'third', 'last']));
    const times = (word: string) => picked.filter((one) => one === word).length;
    expect(times('first')).toBeGreaterThan(3 * times('last'));
    expect(times('last')).toBeGreaterThan(0);
  });

  it('makes UUIDs of version 4, each another', () => {
    const random = new Random(7);
    const uuids = thousand(() => random.uuid());
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(uuids).size).toBe(1000);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow('nothing to pick from');
  });
});
