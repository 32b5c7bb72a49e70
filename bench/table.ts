import type { Figures, Line, Result } from './measure.js';

const HEADINGS = [
  'case',
  '',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'peak MB',
  'ratio (least – most)',
  'CPU ratio',
  'p99 ratio',
];

/** A line for each server of a case, in columns for a terminal. */
export function toText(results: readonly Result[]): string {
  const rows = [HEADINGS, ...results.flatMap(rowsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same as a table in Markdown. */
export function toMarkdown(results: readonly Result[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = HEADINGS.map((_, column) => (isText(column) ? '---' : '---:'));
  return [HEADINGS, rule, ...results.flatMap(rowsOf)].map(line).join('\n');
}

const rowsOf = ({ name, lines }: Result): readonly (readonly string[])[] =>
  lines.map((line, index) => [
    index === 0 ? name : '',
    line.name,
    ...figuresOf(line.figures),
    ...ratiosOf(line),
  ]);

function figuresOf({ requestsPerSecond, p50, p99, cpu, peak }: Figures): readonly string[] {
  return [
    requestsPerSecond.toFixed(0),
    p50.toFixed(2),
    p99.toFixed(2),
    cpu === null ? '–' : cpu.toFixed(3),
    peak === null ? '–' : (peak / 2 ** 20).toFixed(0),
  ];
}

function ratiosOf({ beside }: Line): readonly string[] {
  if (!beside) return ['', '', ''];
  const { ratio, cpu, p99 } = beside;
  return [
    `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} – ${ratio.most.toFixed(2)})`,
    cpu === null ? '–' : cpu.toFixed(2),
    p99.toFixed(2),
  ];
}

const isText = (column: number): boolean => column < 2;
const pad = (cell: string, width: number, column: number): string =>
  isText(column) ? cell.padEnd(width) : cell.padStart(width);
