import { describe, expect, it } from '@jest/globals';
import { Breaker } from '../../src/weather/breaker.js';
import { SharedCalls } from '../../src/weather/shared-calls.js';
import { Slots } from '../../src/weather/slots.js';

describe('the breaker', () => {
  const failing = (times: number): Breaker => {
    const breaker = new Breaker();
    for (let i = 0; i < times; i += 1) breaker.failed(1000);
    return breaker;
  };

  it('lets everybody try up to the fifth failure in a row', () => {
    expect(failing(4).allows(1000)).toBe(true);
    expect(failing(5).allows(1000)).toBe(false);
    expect(failing(5).isResting(60_999)).toBe(true);
  });

  it('counts failures in a row only', () => {
    const breaker = failing(4);
    breaker.succeeded();
    breaker.failed(1000);
    expect(breaker.allows(1000)).toBe(true);
  });

  it('lets one try after a minute, and the others wait for how it ends', () => {
    const breaker = failing(5);
    expect(breaker.allows(60_999)).toBe(false);
    expect(breaker.allows(61_000)).toBe(true);
    expect(breaker.allows(61_000)).toBe(false);
  });

  it('is over with a trial that succeeds', () => {
    const breaker = failing(5);
    breaker.allows(61_000);
    breaker.succeeded();
    expect(breaker.allows(61_001)).toBe(true);
    expect(breaker.allows(61_001)).toBe(true);
  });

  it('goes on for a minute with a trial that fails', () => {
    const breaker = failing(5);
    breaker.allows(61_000);
    breaker.failed(62_000);
    expect(breaker.allows(121_999)).toBe(false);
    expect(breaker.allows(122_000)).toBe(true);
  });

  it('says once that it begins to rest', () => {
    const breaker = failing(4);
    expect(breaker.failed(1000)).toBe(true);
    expect(breaker.failed(1000)).toBe(false);
  });
});

/** A promise and the hands to settle it. */
function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('let so many run at once, and the next when one is done or has failed', async () => {
    const slots = new Slots(2, 10);
    const works = [deferred(), deferred(), deferred(), deferred()];
    const begun: number[] = [];
    const runs = works.map((work, index) =>
      slots.run(() => {
        begun.push(index);
        return work.promise;
      }),
    );
    const failed = expect(runs[0]).rejects.toThrow('broken');
    await settled();
    expect(begun).toEqual([0, 1]);
    works[0]?.reject(new Error('broken'));
    await failed;
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    works.forEach((work) => {
      work.resolve();
    });
    await Promise.all(runs.slice(1));
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('turn away whoever would make the line too long', async () => {
    const slots = new Slots(1, 1);
    const work = deferred();
    const first = slots.run(() => work.promise);
    const second = slots.run(() => Promise.resolve());
    await expect(slots.run(() => Promise.resolve())).rejects.toMatchObject({ kind: 'unavailable' });
    work.resolve();
    await Promise.all([first, second]);
    await expect(slots.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });
});

describe('shared calls', () => {
  it('are made once for all who ask meanwhile, and anew for who asks later', async () => {
    const calls = new SharedCalls<number>();
    let made = 0;
    const call = async () => {
      await settled();
      return (made += 1);
    };
    await expect(
      Promise.all([calls.get('a', call), calls.get('a', call), calls.get('b', call)]),
    ).resolves.toEqual([1, 1, 2]);
    await expect(calls.get('a', call)).resolves.toBe(3);
  });

  it('share a failure too, and forget it', async () => {
    const calls = new SharedCalls<number>();
    const failure = () => Promise.reject<number>(new Error('broken'));
    const both = await Promise.allSettled([
      calls.get('a', failure),
      calls.get('a', () => Promise.resolve(1)),
    ]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    await expect(calls.get('a', () => Promise.resolve(1))).resolves.toBe(1);
  });
});
