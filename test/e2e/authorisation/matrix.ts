import { expect } from '@jest/globals';
import { idsIn } from '../../support/answers.js';
import type { Answer } from '../../support/client.js';
import type { DocumentedOperation } from '../../support/documented.js';
import { ask, collectionOf, type Subject, type Way, waysOf } from './asks.js';
import { type CallerName, EVERYBODY, isLive } from './cast.js';
import {
  type Cell,
  cellsOf,
  contentsFor,
  dependsOnMode,
  type Mode,
  modeOf,
  modesOf,
  type Operation,
} from './table.js';
import type { World } from './world.js';

/** A cell, asked in one way. */
interface Trial extends Cell {
  readonly way: Way;
}

/** How many requests are on their way together. */
const ABREAST = 8;
/** One fault in a rule is many cells. */
const MOST_TOLD = 20;

/** Asks everything that the table says of one operation. What is wrong is told cell by cell. */
export async function runOperation(
  world: World,
  operation: Operation,
  documented: Pick<DocumentedOperation, 'method' | 'path'>,
): Promise<void> {
  const faults: string[] = [];
  for (const asked of operation.cases) {
    const subject = { operation, asked, documented };
    const trials = new Trials(world, subject, faults);
    for (const mode of modesOf(asked)) {
      const start = await world.journal.mark();
      await world.setMode(mode);
      if (asked.given) await world.journal.change(asked.given);
      const all = trialsOf(subject, mode);
      await trials.leaveAlone(all);
      await trials.changeAndUndo(all);
      await world.journal.undo(start);
    }
  }
  expect(faults.slice(0, MOST_TOLD)).toEqual([]);
}

/** Who also asks in the ways that lead to the same routes: one of each kind, unless all are wanted. */
const ELSEWHERE: readonly CallerName[] =
  process.env['MATRIX_WAYS'] === 'all'
    ? EVERYBODY
    : ['nobody', 'expired', 'regular', 'usermanager', 'only-loans', 'users-and-roles', 'admin'];

/**
 * Every cell in both representations. A head is asked for in one mode, since it is the same route's, and so is a list of
 * operations where the mode makes no difference; these only by those who are let in at all, as they have one route.
 */
export function trialsOf(subject: Subject, mode: Mode): readonly Trial[] {
  const [first] = modesOf(subject.asked);
  const once: readonly Way[] = dependsOnMode(subject.asked) ? ['head'] : ['head', 'atomic'];
  const ways = waysOf(subject).filter((way) => mode === first || !once.includes(way));
  return cellsOf(subject.operation, subject.asked, mode).flatMap((cell) =>
    ways.filter((way) => isAsked(way, cell.caller)).map((way) => ({ ...cell, way })),
  );
}

const isAsked = (way: Way, caller: CallerName): boolean =>
  way === 'jsonApi' || way === 'plain' || (ELSEWHERE.includes(caller) && (way === 'head' || isLive(caller)));

class Trials {
  constructor(
    private readonly world: World,
    private readonly subject: Subject,
    private readonly faults: string[],
  ) {}

  /** What is refused, or only read: nothing in the database may have changed after it. */
  async leaveAlone(trials: readonly Trial[]): Promise<void> {
    const quiet = trials.filter((trial) => !this.isToChange(trial));
    const abreast = this.subject.asked.oneByOne ? 1 : ABREAST;
    for (let at = 0; at < quiet.length; at += abreast) {
      const batch = quiet.slice(at, at + abreast);
      const before = await this.world.journal.mark();
      await Promise.all(batch.map((trial) => this.ask(trial)));
      const changes = await this.world.journal.since(before);
      if (changes.length === 0) continue;
      this.faults.push(`One of ${batch.map(nameOf).join(', ')} changed ${JSON.stringify(changes)}`);
      await this.world.journal.undo(before);
    }
  }

  /** What succeeds: one by one, each in the world as it was. */
  async changeAndUndo(trials: readonly Trial[]): Promise<void> {
    const before = await this.world.journal.mark();
    for (const trial of trials.filter((each) => this.isToChange(each))) {
      await this.ask(trial);
      const changes = await this.world.journal.since(before);
      if (changes.length === 0) this.faults.push(`${nameOf(trial)} changed nothing.`);
      await this.world.journal.undo(before);
    }
  }

  private isToChange({ way, expected }: Trial): boolean {
    const { asked, documented } = this.subject;
    if (documented.method === 'get' || expected >= 400) return false;
    // A list of operations has a change beside it that is done.
    return way === 'atomic' || !asked.changesNothing;
  }

  private async ask(trial: Trial): Promise<void> {
    const { caller, record, way } = trial;
    const place = this.world.place(caller, collectionOf(this.subject.documented.path), record);
    const answer = await ask(this.subject, way, place, this.world.as(caller));
    const expected = statusOf(trial);
    if (answer.status !== expected) {
      this.faults.push(
        `${nameOf(trial)}: ${answer.status} instead of ${expected} ${JSON.stringify(answer.body ?? '').slice(0, 200)}`,
      );
    }
    if (answer.status === 200 && way !== 'head') await this.compareContents(trial, place.me, answer);
  }

  private async compareContents(trial: Trial, me: string, answer: Answer): Promise<void> {
    const { caller, record, mode } = trial;
    const shown = this.subject.asked.shows?.[record];
    if (!shown || !isLive(caller)) return;
    const collection = this.subject.documented.path.split('/').at(-1) ?? '';
    const ids = await this.world.ids(collection, contentsFor(modeOf(shown, mode), caller), me);
    const found = idsIn(answer).sort();
    if (JSON.stringify(found) !== JSON.stringify([...ids].sort()))
      this.faults.push(`${nameOf(trial)} shows ${found.join()} instead of ${ids.join()}`);
  }
}

/** A list of operations answers 200, whatever its parts would alone. */
const statusOf = ({ expected, way }: Trial): number => (way === 'atomic' && expected < 300 ? 200 : expected);

const nameOf = ({ caller, record, mode, way }: Trial): string => `${way}, ${mode}: ${caller} on ${record}`;
