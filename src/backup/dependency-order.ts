/** That rows of one table name rows of another. */
export interface Reference {
  readonly from: string;
  readonly to: string;
}

/** The names in an order in which none refers to a later one. Throws where they refer to each other in a circle. */
export function dependencyOrder(
  names: readonly string[],
  references: readonly Reference[],
): readonly string[] {
  const ordered: string[] = [];
  let left = [...names];
  while (left.length > 0) {
    const waiting = new Set(left);
    const waits = (name: string): boolean =>
      references.some(({ from, to }) => from === name && to !== name && waiting.has(to));
    const ready = left.filter((name) => !waits(name));
    if (ready.length === 0) throw new Error(`The tables ${left.join(', ')} refer to each other.`);
    ordered.push(...ready);
    left = left.filter(waits);
  }
  return ordered;
}
