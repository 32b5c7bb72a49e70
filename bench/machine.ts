import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** Where and when: a line for each, since figures of one machine say nothing of another. */
export function circumstances(pinned: boolean): readonly string[] {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `Date: ${new Date().toISOString().slice(0, 10)}`,
    `Machine: ${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${memory} GB, Node ${process.versions.node}`,
    `Cores: ${pinned ? 'the server alone on one, load and database on the other' : 'shared by all'}`,
    `Commit: ${commit()}`,
  ];
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', 'src') && ' and changes');
  } catch {
    // Not a clone, or no git here: the figures are good all the same.
    return 'unknown';
  }
}
