import { canPin, leaveServerCore } from './load/pin.js';
import { type Options, parseOptions, UsageError } from './options.js';
import { writeReport } from './report.js';
import { runCases } from './run-cases.js';
import { setStage, type Stage } from './stage.js';

/** Progress goes where it does not mix with the table. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(options: Options): Promise<void> {
  const pinned = canPin();
  if (pinned) leaveServerCore();
  const stage = await setStage(options, pinned, tell);
  strikeOnSignal(stage);
  try {
    await writeReport(await runCases(stage, options, tell), stage.club, pinned, options);
  } finally {
    await stage.strike();
  }
}

/** Neither servers nor folders outlive a run that was broken off. */
function strikeOnSignal(stage: Stage): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void stage.strike().finally(() => process.exit(1));
    });
  }
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
