import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEPT, ROOT, servedDocuments } from './documents.js';
import { run, tool } from './tools.js';

/**
 * Checks the documents that are kept: the code says the same, linters have nothing to say against them, and nothing that
 * clients rely on is gone since they were last committed (or since the commit that OPENAPI_BASE names), unless the
 * version says so.
 */
let passed = 0;
let failed = 0;

function check(what: string, holds: boolean, output = ''): void {
  if (holds) passed += 1;
  else failed += 1;
  process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${what}\n${holds ? '' : output}`);
}

async function checkDrift(file: string, text: string): Promise<void> {
  const kept = await readFile(join(ROOT, KEPT, file), 'utf8');
  check(`${KEPT}/${file} is what the server serves`, kept === text, 'Run `npm run openapi:write`.\n');
}

/** What was committed; what is kept, where there is no repository or the file is new in it. */
async function committed(file: string): Promise<string> {
  const base = process.env['OPENAPI_BASE'] ?? 'HEAD';
  const { succeeded, output } = await run('git', '-C', ROOT, 'show', `${base}:${KEPT}/${file}`);
  return succeeded ? output : readFile(join(ROOT, KEPT, file), 'utf8');
}

/** A change that breaks clients is named, and needs a version of its own. */
async function checkBreaks(folder: string, file: string, text: string): Promise<void> {
  const [base, revision] = [join(folder, `base-${file}`), join(folder, file)];
  await writeFile(base, await committed(file));
  await writeFile(revision, text);
  const { succeeded, output } = await tool('redocly', 'diff', base, revision);
  if (succeeded) {
    check(`${file} breaks no client`, true);
    return;
  }
  process.stdout.write(output);
  const version = await tool('redocly', 'diff', base, revision, '--fail-on=none', '--check-version');
  check(`${file} breaks clients, and its version says so`, version.succeeded, version.output);
}

const served = await servedDocuments();
const folder = await mkdtemp(join(tmpdir(), 'kitroom-openapi-'));
try {
  for (const [file, text] of served) {
    await checkDrift(file, text);
    await checkBreaks(folder, file, text);
  }
} finally {
  await rm(folder, { recursive: true });
}
const files = [...served.keys()].map((file) => join(ROOT, KEPT, file));
const redocly = await tool('redocly', 'lint', '--format=stylish', ...files);
// All rules of recommended-strict are errors.
check('redocly finds nothing', redocly.succeeded, redocly.output);
const spectral = await tool('spectral', 'lint', '--ruleset=spectral.yaml', '--fail-severity=hint', ...files);
check('spectral finds nothing', spectral.succeeded, spectral.output);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
