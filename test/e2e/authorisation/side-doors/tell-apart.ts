import type { Answer } from '../../../support/client.js';
import type { Member } from '../../../support/club.js';
import type { Documented } from '../../../support/documented.js';
import { ask, collectionOf, type Subject } from '../asks.js';
import type { LiveCaller } from '../cast.js';
import { trialsOf } from '../matrix.js';
import { type Case, type Mode, modesOf } from '../table.js';
import { EVERYTHING } from '../tables.js';
import type { World } from '../world.js';
import { type Question, sample } from './questions.js';
import type { Secret } from './secrets.js';

/** How many lists each caller asks for in each world; a long search asks more. */
const LISTS = Number(process.env['SECRET_QUESTIONS'] ?? 40);
const ABREAST = 8;

/** What a caller was told, by what they asked. */
type Told = ReadonlyMap<string, string>;

/** One attempt to find a secret out: asks everything in one world, then in the other. */
export class Attempt {
  private asked = 0;

  constructor(
    private readonly world: World,
    private readonly documented: Documented,
    private readonly secret: Secret,
    private readonly mode: Mode,
  ) {}

  /** How many answers of both worlds were compared. */
  get compared(): number {
    return this.asked;
  }

  /** What is answered differently to this caller. */
  async differences(caller: LiveCaller | 'carl'): Promise<readonly string[]> {
    const [one, other] = this.secret.worlds;
    const first = await this.inWorld(one, () => this.everythingTold(caller));
    const second = await this.inWorld(other, () => this.everythingTold(caller));
    this.asked += first.size;
    return [...first]
      .filter(([question, answer]) => second.get(question) !== answer)
      .map(([question, answer]) => `${question}\n  ${answer}\n  ${second.get(question)}`);
  }

  private async inWorld<T>(statement: string, work: () => Promise<T>): Promise<T> {
    const before = await this.world.journal.mark();
    await this.world.setMode(this.mode);
    await this.world.journal.change(statement);
    try {
      return await work();
    } finally {
      await this.world.journal.undo(before);
    }
  }

  private async everythingTold(caller: LiveCaller | 'carl'): Promise<Told> {
    const member = this.world.as(caller);
    const questions = [...sample(this.secret.clues, LISTS), ...this.reads()];
    const told = new Map<string, string>();
    for (let at = 0; at < questions.length; at += ABREAST) {
      const batch = questions.slice(at, at + ABREAST);
      await Promise.all(
        batch.map(async (question) => told.set(nameOf(question), textOf(await put(member, question)))),
      );
    }
    if (caller === this.secret.ignorant[0]) await this.refuse(caller, told);
    return told;
  }

  /** Every record and what is related to it, of Carl's and of those that he may hold. */
  private reads(): readonly Question[] {
    const reads = this.documented.operations.filter(
      ({ method, path }) => method === 'get' && path.includes('{'),
    );
    return reads.flatMap(({ path }) =>
      this.idsFor(path).flatMap((id) => {
        const at = path.replace(/\{\w+\}/, id);
        return [{ method: 'GET', path: at, format: 'jsonApi' } as const];
      }),
    );
  }

  private idsFor(path: string): readonly string[] {
    // An export tells when it was made; whoever may read it may read all that is in it.
    if (path.endsWith('/export')) return [];
    const records = RECORDS[collectionOf(path)] ?? [];
    return records.map((record) => this.world.place('regular', collectionOf(path), record).id);
  }

  /** Whatever the tables say is refused to this caller is refused in the same words. */
  private async refuse(caller: LiveCaller, told: Map<string, string>): Promise<void> {
    for (const [operationId, operation] of Object.entries(EVERYTHING)) {
      const documented = this.documented.operation(operationId);
      const subjects =
        documented.method === 'get' ? [] : operation.cases.filter((each) => this.isAsked(each));
      for (const asked of subjects) await this.refuseOne({ operation, asked, documented }, caller, told);
    }
  }

  private isAsked(asked: Case): boolean {
    return !asked.given && modesOf(asked).includes(this.mode);
  }

  private async refuseOne(subject: Subject, caller: LiveCaller, told: Map<string, string>): Promise<void> {
    const { method, path } = subject.documented;
    const trials = trialsOf(subject, this.mode).filter(
      (trial) => trial.caller === caller && trial.way === 'jsonApi',
    );
    for (const { record, way } of trials.filter(({ expected }) => expected >= 400)) {
      const place = this.world.place(caller, collectionOf(path), record);
      const answer = await ask(subject, way, place, this.world.as(caller));
      const name = `${way} ${method} ${path} ${subject.asked.does ?? ''} ${record}`;
      // What the statement of a world has made possible shows times of its own.
      told.set(name, answer.status < 400 ? 'done' : textOf(answer));
    }
  }
}

/** Records that somebody else may have something to do with. */
const RECORDS: Readonly<Record<string, readonly string[]>> = {
  users: ['holders'],
  roles: ['unused'],
  'loan-items': ['free', 'anothers'],
  loans: ['anothers', 'anothersReturned', 'missing'],
  runs: ['anothers', 'missing'],
  sessions: ['anothers'],
  'audit-events': ['aboutUser', 'aboutRun', 'missing'],
};

const put = (member: Member, { method, path, format }: Question): Promise<Answer> =>
  member[format].send(method, path);

const nameOf = ({ method, path, format }: Question): string => `${format} ${method} ${path}`;

/** Whatever differs from one answer to the next by itself. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set(['date', 'x-request-id', 'keep-alive']);
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function textOf({ status, headers, body }: Answer): string {
  const told = [...headers].filter(([name]) => !OF_THE_MOMENT.has(name));
  const text = JSON.stringify([status, told, body]);
  return status >= 400 ? text.replaceAll(UUID, '#') : text;
}
