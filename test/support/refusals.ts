import { Problem } from '../../src/shared/errors/problem.js';
import type { Fault } from '../../src/shared/errors/problem.js';

/** The problem that a function throws; anything else it does fails the test. */
export function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

/** The one fault of that problem. */
export function faultOf(work: () => unknown): Fault {
  const { faults } = problemOf(work);
  const [fault, ...more] = faults;
  if (!fault || more.length > 0) throw new Error(`There are ${faults.length} faults.`);
  return fault;
}
