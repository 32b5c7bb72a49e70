import type { BenchRequest, Script } from '../cases/request.js';
import { runAttributes } from '../cases/writing.js';
import { RUNS_OF_A_RUNNER, type Size } from '../data/size.js';
import type { Random } from '../../src/demo/random.js';

const get = (member: number | null, path: string, expect = 200): BenchRequest => ({
  method: 'GET',
  path,
  member,
  expect,
});

/** What a club does all day: records, lists with ever new filters, writes, and requests that are refused. */
export function mixOf(random: Random, { runners, members }: Size): Script {
  const runner = (): number => random.whole(1, runners);
  const kinds: readonly (() => BenchRequest)[] = [
    () => {
      const id = random.whole(1, runners * RUNS_OF_A_RUNNER);
      return get(1 + (id % runners), `/runs/${id}`);
    },
    () => get(runner(), '/runs'),
    () => get(runner(), `/runs?filter[distance][ge]=${random.whole(1, 20_000)}&page[size]=5`),
    () => get(runner(), `/runs?page[number]=${random.whole(1, 40)}&include=user`),
    () => get(runner(), '/runs/summary'),
    () => get(runner(), '/me'),
    () => ({
      method: 'POST',
      path: '/runs',
      member: random.whole(runners + 1, members),
      body: { data: { type: 'run', attributes: runAttributes(random) } },
      expect: 201,
    }),
    () => get(runner(), `/runs/${random.whole(1_000_000_000, 2_000_000_000)}`, 404),
    () => get(null, '/runs', 401),
    () => get(runner(), `/runs?filter[unknown${random.whole(1, 1_000_000)}]=1`, 400),
    () => get(runner(), `/nowhere/${random.whole(1, 1_000_000_000)}`, 404),
  ];
  return () => {
    const kind = kinds[random.whole(0, kinds.length - 1)];
    if (!kind) throw new Error('There is no such kind of request.');
    return kind();
  };
}
