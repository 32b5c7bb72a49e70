import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

export const readReport = async (path) => JSON.parse(await readFile(path, 'utf8'));

/**
 * Has those mutants tried again which Stryker would not: ones that act while a file is loaded, of which it cannot tell
 * that a new test reaches them, and ones that took too long, which may have been the machine's fault.
 */
export async function forgetDoubtful(path) {
  if (!existsSync(path)) return;
  const report = await readReport(path);
  for (const file of Object.values(report.files))
    file.mutants = file.mutants.filter((mutant) => !isDoubtful(mutant));
  await writeFile(path, JSON.stringify(report));
}

const isDoubtful = ({ status, static: isStatic = false }) =>
  status === 'Timeout' || (isStatic && status === 'Survived');
