import type { Fault, Problem } from '../../errors/problem.js';

/** What is wrong with a body that can be read all the same, gathered while it is read. */
export class Findings {
  readonly faults: Fault[] = [];
  private readonly refusals: Problem[] = [];

  refuse(problem: Problem): void {
    this.refusals.push(problem);
  }

  /** The one to tell: 403 comes before 409. */
  get refusal(): Problem | null {
    return this.refusals.toSorted((one, other) => one.status - other.status)[0] ?? null;
  }
}
