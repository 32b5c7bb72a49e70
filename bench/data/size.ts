/** How much data there is. */
export interface Size {
  readonly members: number;
  /** Members who have a thousand runs each; the reports and pages are theirs. */
  readonly runners: number;
  readonly runs: number;
  readonly items: number;
  readonly closedLoans: number;
  readonly openLoans: number;
}

export const RUNS_OF_A_RUNNER = 1000;

export const FULL: Size = {
  members: 10_000,
  runners: 100,
  runs: 1_000_000,
  items: 100_000,
  closedLoans: 1_000_000,
  openLoans: 20_000,
};

export const QUICK: Size = {
  members: 200,
  runners: 4,
  runs: 20_000,
  items: 2000,
  closedLoans: 10_000,
  openLoans: 100,
};
