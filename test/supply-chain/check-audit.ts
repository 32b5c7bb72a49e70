/**
 * Asks the registry for known vulnerabilities of what runs on a server. Fails where there is one that
 * docs/dependencies.md does not explain, and where that page explains one that is gone.
 */
import { spawnSync } from 'node:child_process';
import { readAudit } from './audit.js';
import { namesIn, rowsUnder } from './page.js';
import { ROOT } from './packages.js';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { cwd: ROOT, encoding: 'utf8' });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const audit = readAudit(stdout);
if (audit.answered) await compare(audit.advisories);
else say(`WARNING: nothing was checked, since the registry does not answer npm audit: ${audit.why}`);

async function compare(advisories: Extract<typeof audit, { answered: true }>['advisories']): Promise<void> {
  const explained = (await rowsUnder('Known vulnerabilities')).flatMap(([cell]) => namesIn(cell));
  const faults = [
    ...advisories
      .filter(({ id }) => !explained.includes(id))
      .map((each) => `${each.id} (${each.severity}) in ${each.package}: ${each.title}`),
    ...explained
      .filter((id) => advisories.every((advisory) => advisory.id !== id))
      .map((id) => `${id} is explained, but was not found any more`),
  ];
  for (const fault of faults) say(fault);
  say(`${advisories.length} known vulnerabilities, ${faults.length} to look at.`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
