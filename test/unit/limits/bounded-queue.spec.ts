import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../../../src/shared/errors/errors.js';
import { BoundedQueue } from '../../../src/shared/limits/bounded-queue.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that lasts until it is told to end, and what is under way of it. */
class Works {
  readonly begun: number[] = [];
  private readonly ends = new Map<number, { done: () => void; fail: (error: Error) => void }>();

  start = (at: number) => (): Promise<number> => {
    this.begun.push(at);
    return new Promise((resolve, reject) => this.ends.set(at, { done: () => resolve(at), fail: reject }));
  };

  end(at: number): void {
    this.ends.get(at)?.done();
  }

  fail(at: number): void {
    this.ends.get(at)?.fail(new Error('failed'));
  }
}

describe('a bounded queue', () => {
  it('does so much at once, has so many wait in turn, and turns the rest away unasked', async () => {
    const works = new Works();
    const queue = new BoundedQueue({ atOnce: 2, waiting: 2, retryAfter: 7 });
    const asked = [0, 1, 2, 3].map((at) => queue.run(works.start(at)));
    const refusal = await queue.run(works.start(4)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Unavailable);
    expect(refusal).toMatchObject({ status: 503, code: 'BUSY', headers: { 'Retry-After': '7' } });
    expect(works.begun).toEqual([0, 1]);
    works.end(1);
    await turn();
    expect(works.begun).toEqual([0, 1, 2]);
    for (const at of [0, 2]) works.end(at);
    await turn();
    works.end(3);
    expect(await Promise.all(asked)).toEqual([0, 1, 2, 3]);
    expect([works.begun, queue.finished]).toEqual([[0, 1, 2, 3], 4]);
  });

  it('goes on after work that failed', async () => {
    const works = new Works();
    const queue = new BoundedQueue({ atOnce: 1, waiting: 1, retryAfter: 1 });
    const [bad, good] = [queue.run(works.start(0)), queue.run(works.start(1))];
    await turn();
    works.fail(0);
    await expect(bad).rejects.toThrow('failed');
    await turn();
    works.end(1);
    expect(await good).toBe(1);
    const later = queue.run(works.start(2));
    await turn();
    works.end(2);
    expect(await later).toBe(2);
  });
});
