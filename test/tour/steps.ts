/** A block of commands in a document, and what it is said to print, a value a line. */
export interface Step {
  readonly commands: string;
  readonly prints: readonly unknown[];
}

/** In an example, `…` is what is left out: such an object may have further members. */
const OPEN = '…';

/** The `bash` blocks of a document's section, each with the `json` block that follows it. */
export function readSteps(document: string, section: string): readonly Step[] {
  const [, rest = ''] = document.split(`## ${section}\n`);
  const [text = ''] = rest.split(/^## /m);
  const blocks = [...text.matchAll(/^```(bash|json)\n(.*?)^```/gms)];
  return blocks.flatMap(([, language, commands = ''], at) => {
    if (language !== 'bash') return [];
    const [, next, json = ''] = blocks[at + 1] ?? [];
    return [{ commands, prints: next === 'json' ? readExamples(json) : [] }];
  });
}

/** One value that fills the block, or one in each line. */
function readExamples(block: string): readonly unknown[] {
  const text = block.replaceAll(OPEN, `"${OPEN}": null`);
  const lines = text.trimEnd().split('\n');
  const values = /^[{[]$/.test(lines[0] ?? '') ? [text] : lines;
  return values.map((value) => JSON.parse(value) as unknown);
}

/** Where a printed value differs from its example: nowhere if it has all that the example shows. */
export function findDifferences(printed: unknown, example: unknown, path = ''): readonly string[] {
  if (Array.isArray(example) && Array.isArray(printed) && example.length === printed.length)
    return example.flatMap((each, at) => findDifferences(printed[at], each, `${path}/${at}`));
  if (isRecord(example) && isRecord(printed)) {
    const { [OPEN]: open, ...members } = example;
    const names = open === undefined ? Object.keys({ ...members, ...printed }) : Object.keys(members);
    return names.flatMap((name) => findDifferences(printed[name], members[name], `${path}/${name}`));
  }
  if (printed === example) return [];
  return [`${path || 'it'} is ${JSON.stringify(printed)}, not ${JSON.stringify(example)}`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
