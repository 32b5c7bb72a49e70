import { writeFile } from 'node:fs/promises';
import type { Club } from './data/club.js';
import { growthLines } from './growth.js';
import { circumstances } from './machine.js';
import type { Options } from './options.js';
import type { Measured } from './run-cases.js';
import { toMarkdown, toText } from './table.js';

/** Prints what was measured, and where and when; writes it as JSON, too, where a file was named. */
export async function writeReport(
  { results, growth }: Measured,
  club: Club,
  pinned: boolean,
  { markdown, json }: Pick<Options, 'markdown' | 'json'>,
): Promise<void> {
  const inList = (line: string): string => (markdown ? `- ${line}` : line);
  const facts = circumstances(pinned);
  const table = markdown ? toMarkdown(results) : toText(results);
  const lines = [...facts.map(inList), '', table];
  if (growth) lines.push('', ...growthLines(growth, club).map(inList));
  process.stdout.write(`${lines.join('\n')}\n`);
  if (json !== null) await writeFile(json, JSON.stringify({ facts, results, growth }, null, 2));
}
