/** Stored values by the names that lists sort by. */
export type Stored = Readonly<Record<string, string | number | boolean | Date | null>> & {
  readonly id: number;
};

/** The ids in the order that `sort` asks for, worked out without SQL: nulls last, text by code point, ties by id. */
export function inOrder(stored: readonly Stored[], sort: string): readonly string[] {
  const keys = sort
    .split(',')
    .map((key) => ({ name: key.replace(/^-/, ''), sign: key.startsWith('-') ? -1 : 1 }));
  const byId = { name: 'id', sign: keys.at(-1)?.sign ?? 1 };
  const compare = (one: Stored, other: Stored): number => {
    for (const { name, sign } of [...keys, byId]) {
      const order = compareValues(one[name] ?? null, other[name] ?? null, sign);
      if (order !== 0) return order;
    }
    return 0;
  };
  return stored.toSorted(compare).map(({ id }) => String(id));
}

type Value = Stored[string];

function compareValues(one: Value, other: Value, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'string') return sign * Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
  return sign * (Number(one) - Number(other));
}
