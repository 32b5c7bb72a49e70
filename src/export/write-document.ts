import type { Snapshot } from '../database/snapshot.js';
import type { Section } from './sections.js';

/** How many records are read at a time. */
const BATCH = 200;

/** Writes values and whole lists as the text of one JSON object, piece by piece, in this order. */
export async function* writeDocument(
  snapshot: Snapshot,
  values: Readonly<Record<string, unknown>>,
  sections: readonly Section[],
): AsyncGenerator<string> {
  yield JSON.stringify(values).slice(0, -1);
  for (const { name, statement } of sections) {
    yield `,${JSON.stringify(name)}:[`;
    let separator = '';
    for await (const rows of snapshot.batches(statement, BATCH)) {
      yield separator + rows.map((row) => JSON.stringify(row)).join(',');
      separator = ',';
    }
    yield ']';
  }
  yield '}\n';
}
