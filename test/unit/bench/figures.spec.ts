import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uuidOf } from '../../../bench/data/tokens.js';
import { percentile } from '../../../bench/load/run-load.js';
import { cpuOf, peakOf, usageOf } from '../../../bench/load/usage.js';
import { type Figures, median, type Result } from '../../../bench/measure.js';
import { parseOptions, UsageError } from '../../../bench/options.js';
import { toMarkdown, toText } from '../../../bench/table.js';

describe('a median', () => {
  it.each([
    [[5], 5],
    [[1, 9], 5],
    [[9, 1, 2], 2],
    [[10, 1, 2, 3], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('has as many values below as above, and leaves them in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 }), { minLength: 1 }), (values) => {
        const before = [...values];
        const middle = median(values);
        expect(values).toEqual(before);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

it.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
  [0, 1],
])('the value that the part %d of a hundred reaches is %d', (part, expected) => {
  expect(
    percentile(
      Float64Array.from({ length: 100 }, (_, index) => index + 1),
      part,
    ),
  ).toBe(expected);
});

describe('what Linux tells of a process', () => {
  it('is its CPU time, whatever its name', () => {
    const stat = '42 (a (bad) name) S 1 42 42 0 -1 4194304 900 0 0 0 250 50 0 0 20 0 11 0 100 1000 200';
    expect(cpuOf(stat)).toBe(3);
  });

  it('is its peak memory in bytes', () => {
    expect(peakOf('Name:\tnode\nVmPeak:\t  999 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n')).toBe(2 * 2 ** 20);
  });

  it('is there for this one, or unknown on other systems', async () => {
    const usage = await usageOf(process.pid);
    if (process.platform !== 'linux') return expect(usage).toBeNull();
    expect(usage?.cpu).toBeGreaterThan(0);
    expect(usage?.peak).toBeGreaterThan(2 ** 20);
  });
});

it('makes the UUIDs that PostgreSQL makes of the same text', () => {
  expect(uuidOf('member 0')).toBe('c68c9f80-4342-13ed-76a9-d943fd4ddc30');
});

describe('options', () => {
  it('are a full run where nothing is said', () => {
    const options = parseOptions([]);
    expect(options).toMatchObject({ rounds: 5, seconds: 5, only: '', markdown: false, profile: null });
    expect(options.size).toMatchObject({ runs: 100_000, items: 10_000 });
  });

  it('are a small run with --quick, and what is said beside it counts', () => {
    const options = parseOptions([
      '--quick',
      '--seconds',
      '3',
      '--only',
      'run',
      '--markdown',
      '--profile',
      'p',
    ]);
    expect(options).toMatchObject({ rounds: 2, seconds: 3, only: 'run', markdown: true, profile: 'p' });
    expect(options.size.runs).toBe(10_000);
  });

  it.each([['--fast'], ['--rounds=0'], ['--rounds=x'], ['--seconds=1.5'], ['--connections=-1'], ['word']])(
    '%s is refused, with the usage',
    (arg) => {
      expect(() => parseOptions([arg])).toThrow(UsageError);
      expect(() => parseOptions([arg])).toThrow('npm run bench -- [options]');
    },
  );
});

describe('a table', () => {
  const figures: Figures = {
    requestsPerSecond: 1234.5,
    p50: 1.234,
    p99: 9.876,
    cpu: 0.12345,
    peak: 100 * 2 ** 20,
  };
  const results: readonly Result[] = [
    {
      name: 'one run',
      floor: figures,
      server: { ...figures, cpu: null, peak: null },
      ratio: { median: 0.756, least: 0.7, most: 0.8 },
    },
  ];

  it('is Markdown for the documentation', () => {
    expect(toMarkdown(results).split('\n')).toEqual([
      '| case |  | requests/s | p50 ms | p99 ms | CPU ms | peak MB | ratio (least – most) |',
      '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
      '| one run | floor | 1235 | 1.23 | 9.88 | 0.123 | 100 |  |',
      '|  | server | 1235 | 1.23 | 9.88 | – | – | 0.76 (0.70 – 0.80) |',
    ]);
  });

  it('has columns for a terminal', () => {
    expect(toText(results).split('\n')).toEqual([
      'case             requests/s  p50 ms  p99 ms  CPU ms  peak MB  ratio (least – most)',
      'one run  floor         1235    1.23    9.88   0.123      100',
      '         server        1235    1.23    9.88       –        –    0.76 (0.70 – 0.80)',
    ]);
  });
});
