import { describe, expect, it } from '@jest/globals';
import { poolSizes } from '../../src/database/pool-sizes.js';

describe('the connections of a server', () => {
  it.each([
    [1, 10, 4],
    [2, 10, 4],
    [4, 10, 2],
    [8, 5, 1],
    [12, 4, 1],
    [64, 4, 1],
  ])('with %d processes are %d for requests and %d for jobs in each', (processes, requests, jobs) => {
    expect(poolSizes(processes)).toEqual({ requests, jobs });
  });

  it.each([1, 2, 3, 4, 6, 8, 10, 12])('are well below 100 with %d processes', (processes) => {
    const { requests, jobs } = poolSizes(processes);
    // In each process one listens for jobs, and one is shared by reads.
    expect(processes * (requests + jobs + 2)).toBeLessThanOrEqual(84);
  });
});
