import { Random } from '../src/demo/random.js';
import { type Case, cases } from './cases.js';
import { tokenMaker } from './data/tokens.js';
import { canPin, leaveServerCore } from './load/pin.js';
import { circumstances } from './machine.js';
import { measure, type Result } from './measure.js';
import { type Options, parseOptions, UsageError } from './options.js';
import { SECRET_KEY, setStage, type Stage } from './stage.js';
import { toMarkdown, toText } from './table.js';
import { verifySame } from './verify.js';

const SEED = 1;

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
    const tokenOf = remembering(tokenMaker(SECRET_KEY));
    const results: Result[] = [];
    for (const one of cases.filter(({ name }) => name.includes(options.only))) {
      tell(`Measuring: ${one.name}`);
      results.push(await runCase(one, stage, options, tokenOf));
    }
    const facts = circumstances(pinned).map((line) => (options.markdown ? `- ${line}` : line));
    const table = options.markdown ? toMarkdown(results) : toText(results);
    process.stdout.write(`${[...facts, '', table].join('\n')}\n`);
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

async function runCase(
  { name, script }: Case,
  stage: Stage,
  options: Options,
  tokenOf: (member: number) => string,
): Promise<Result> {
  const { size, connections } = options;
  const random = Random.of(SEED, name);
  const scripts = Array.from({ length: connections }, (_, index) => script(random, size, index, connections));
  const ports = [stage.floor.port, stage.server.port] as const;
  await verifySame(ports, script(random, size, 0, connections), tokenOf);
  return measure(name, stage, scripts, tokenOf, options);
}

/** Signing a token costs more than sending it: each member's is made once. */
function remembering(make: (member: number) => string): (member: number) => string {
  const made = new Map<number, string>();
  return (member) => {
    const token = made.get(member) ?? make(member);
    made.set(member, token);
    return token;
  };
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
