/** What is in no database at all. */
const ABSENT = 'absent';

/**
 * What clients know of the database: for each thing that they change, the states in which it may be. An acknowledged
 * write leaves one; a write of which nothing was heard, the state before it and the one after it, and nothing between.
 */
export class Journal {
  acknowledged = 0;
  doubted = 0;
  /** What should not have happened, in words. */
  readonly faults: string[] = [];
  private readonly states = new Map<string, Set<string>>();

  acknowledge(thing: string, state: string): void {
    this.acknowledged += 1;
    this.states.set(thing, new Set([state]));
  }

  doubt(thing: string, state: string): void {
    this.doubted += 1;
    this.states.set(thing, (this.states.get(thing) ?? new Set([ABSENT])).add(state));
  }

  /** How many things it knows of. */
  get size(): number {
    return this.states.size;
  }

  /** Compares all that is known with what is there; from then on what was in doubt is known. */
  check(found: ReadonlyMap<string, string>): void {
    for (const [thing, states] of this.states) {
      const state = found.get(thing) ?? ABSENT;
      if (!states.has(state)) this.faults.push(`${thing} is "${state}", not "${[...states].join('" or "')}"`);
      this.states.set(thing, new Set([state]));
    }
    for (const thing of found.keys()) {
      if (!this.states.has(thing)) this.faults.push(`${thing} is there, and nobody asked for it`);
    }
  }
}
