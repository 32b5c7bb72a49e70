/** How many connections to the database one process opens at most. */
export interface PoolSizes {
  /** For requests. */
  readonly requests: number;
  /** For jobs that are done at the same time; one more listens for new ones. */
  readonly jobs: number;
}

/** What all processes of one server share: with the listeners it is well below the 100 of a PostgreSQL as it comes. */
const REQUESTS_OF_ALL = 40;
const JOBS_OF_ALL = 8;

/** No process has fewer: one slow request must not hold up the others. */
const LEAST: PoolSizes = { requests: 4, jobs: 1 };
/** No process has more: PostgreSQL does no more at once than it has cores. */
const MOST: PoolSizes = { requests: 10, jobs: 4 };

/** The share of each of so many processes. */
export const poolSizes = (processes: number): PoolSizes => ({
  requests: within(LEAST.requests, Math.floor(REQUESTS_OF_ALL / processes), MOST.requests),
  jobs: within(LEAST.jobs, Math.floor(JOBS_OF_ALL / processes), MOST.jobs),
});

const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));
