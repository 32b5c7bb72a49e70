import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Repeater } from '../../src/shared/jobs/repeater.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('what is done every so many seconds', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['error']);
  });

  it('is done at once and then again, and no more once stopped', async () => {
    let turns = 0;
    const repeater = new Repeater(0.02, 'test', () => Promise.resolve(void (turns += 1)));
    repeater.start();
    expect(turns).toBe(1);
    await pause(100);
    await repeater.stop();
    const stopped = turns;
    expect(stopped).toBeGreaterThan(1);
    await pause(60);
    expect(turns).toBe(stopped);
  });

  it('is never done twice at a time, and stopping waits for it', async () => {
    let atOnce = 0;
    let most = 0;
    const repeater = new Repeater(0.01, 'test', async () => {
      most = Math.max(most, (atOnce += 1));
      await pause(60);
      atOnce -= 1;
    });
    repeater.start();
    await pause(90);
    await repeater.stop();
    expect([most, atOnce]).toEqual([1, 0]);
  });

  it('is done again after it failed', async () => {
    let turns = 0;
    const repeater = new Repeater(0.01, 'test', () => {
      turns += 1;
      return Promise.reject(new Error('broken'));
    });
    repeater.start();
    await pause(60);
    await repeater.stop();
    expect(turns).toBeGreaterThan(1);
  });
});
