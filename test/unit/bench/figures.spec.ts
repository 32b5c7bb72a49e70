import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FULL, QUICK } from '../../../bench/data/size.js';
import { uuidOf } from '../../../bench/data/tokens.js';
import { percentile } from '../../../bench/load/run-load.js';
import { cpuOf, peakOf, usageOf } from '../../../bench/load/usage.js';
import type { Figures, Result } from '../../../bench/measure.js';
import { parseOptions, UsageError } from '../../../bench/options.js';
import { median, medianOfKnown, spreadOf } from '../../../bench/statistics.js';
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

it('the middle of what is known is null where nothing is', () => {
  expect(medianOfKnown([null, 3, 1])).toBe(2);
  expect(medianOfKnown([null])).toBeNull();
});

it('values of rounds have a middle, a least and a most', () => {
  expect(spreadOf([0.8, 0.7, 0.9])).toEqual({ median: 0.8, least: 0.7, most: 0.9 });
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
    expect(options).toMatchObject({ rounds: 5, seconds: 3, markdown: false, json: null, profile: null });
    expect(options.size).toEqual(FULL);
    expect(options.wants('anything')).toBe(true);
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
    expect(options).toMatchObject({ rounds: 2, seconds: 3, markdown: true, profile: 'p' });
    expect(options.size).toEqual(QUICK);
  });

  it.each([
    ['run', 'one run', true],
    ['run', 'login', false],
    ['login,item', 'item by id', true],
    ['login, item', 'item by id', true],
    ['"one run"', 'one run', true],
    ['"one run"', 'one run (plain)', false],
    ['"page, newest",login', 'page, newest', true],
    ['"page, newest",login', 'page', false],
  ])('--only %s wants "%s": %s', (only, name, expected) => {
    expect(parseOptions(['--only', only]).wants(name)).toBe(expected);
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
      lines: [
        { name: 'floor', figures, beside: null },
        {
          name: 'server',
          figures: { ...figures, cpu: null, peak: null },
          beside: { ratio: { median: 0.756, least: 0.7, most: 0.8 }, cpu: 0.654, p99: 1.234 },
        },
        {
          name: 'other',
          figures,
          beside: { ratio: { median: 0.1, least: 0.1, most: 0.1 }, cpu: null, p99: 20 },
        },
      ],
    },
  ];

  it('is Markdown for the documentation', () => {
    expect(toMarkdown(results).split('\n')).toEqual([
      '| case |  | requests/s | p50 ms | p99 ms | CPU ms | peak MB | ratio (least – most) | CPU ratio | p99 ratio |',
      '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      '| one run | floor | 1235 | 1.23 | 9.88 | 0.123 | 100 |  |  |  |',
      '|  | server | 1235 | 1.23 | 9.88 | – | – | 0.76 (0.70 – 0.80) | 0.65 | 1.23 |',
      '|  | other | 1235 | 1.23 | 9.88 | 0.123 | 100 | 0.10 (0.10 – 0.10) | – | 20.00 |',
    ]);
  });

  it('has columns for a terminal', () => {
    expect(toText(results).split('\n')).toEqual([
      'case             requests/s  p50 ms  p99 ms  CPU ms  peak MB  ratio (least – most)  CPU ratio  p99 ratio',
      'one run  floor         1235    1.23    9.88   0.123      100',
      '         server        1235    1.23    9.88       –        –    0.76 (0.70 – 0.80)       0.65       1.23',
      '         other         1235    1.23    9.88   0.123      100    0.10 (0.10 – 0.10)          –      20.00',
    ]);
  });
});
