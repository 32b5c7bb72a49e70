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
  members: 1000,
  runners: 20,
  runs: 100_000,
  items: 10_000,
  closedLoans: 10_000,
  openLoans: 500,
};

export const QUICK: Size = {
  members: 100,
  runners: 4,
  runs: 10_000,
  items: 1000,
  closedLoans: 1000,
  openLoans: 50,
};
