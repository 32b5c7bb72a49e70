import { randomUUID } from 'node:crypto';
import { type Answer, Client } from '../support/client.js';
import { add, ATOMIC_JSON_API, hand, listOf } from '../support/operations.js';
import { BULK_DISTANCE } from './found.js';
import type { Journal } from './journal.js';

/** A member of the club, who writes. */
export interface Writer {
  readonly username: string;
  readonly token: string;
}

/** A write of which nothing was heard, and that can be sent again without harm. */
interface Unanswered {
  readonly thing: string;
  readonly state: string;
  readonly send: (url: string) => Promise<Answer>;
}

/** Those of one list of operations. */
const IN_BULK = 4;
const SECONDS = 600;

/** Members who write as fast as they are answered, until an answer fails to come. */
export class Writers {
  /** Answers that came from the keeping, to writes that were sent again. */
  replayed = 0;
  resent = 0;
  /** The longest that a write took of which nothing was heard, in milliseconds. */
  longestDoubt = 0;
  private started = Date.parse('2020-01-01T00:00:00Z');
  private unanswered: Unanswered[] = [];
  private readonly items = new Map<string, { holder: string; loans: number; version: number }>();
  private readonly bulks = new Map<string, number>();
  private isStopped = false;

  constructor(
    private readonly journal: Journal,
    private readonly admin: string,
    private readonly members: readonly Writer[],
  ) {}

  /** Everybody's items and first states. */
  async prepare(url: string): Promise<void> {
    const admin = new Client(url, 'plain', this.admin);
    for (const { username } of this.members) {
      for (const id of [`drill-${username}`, `bulk-${username}`]) {
        const { status } = await admin.post('/loan-items', { id, description: 'v0' });
        if (status !== 201) throw new Error(`${id}: ${status}`);
      }
      this.journal.acknowledge(`item drill-${username}`, 'v0 nobody 0');
      this.journal.acknowledge(`bulk ${username}`, '0 v0 nobody 0');
    }
  }

  /** Writes until all have met a failure, or were stopped. */
  async write(url: string): Promise<void> {
    this.isStopped = false;
    const tasks = this.members.flatMap((member) => [
      this.repeat(() => this.writeRun(url, member)),
      this.repeat(() => this.writeItem(url, member)),
      this.repeat(() => this.writeBulk(url, member)),
    ]);
    await Promise.all(tasks);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** After a restart, and once the journal was checked: what was not answered is sent again under its key. */
  async sendAgain(url: string): Promise<void> {
    const again = this.unanswered;
    this.unanswered = [];
    for (const { thing, state, send } of again) {
      const answer = await send(url);
      this.resent += 1;
      if (answer.headers.get('idempotency-replayed') === 'true') this.replayed += 1;
      if (answer.status === 201) this.journal.acknowledge(thing, state);
      else this.journal.faults.push(`${thing} sent again: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  }

  private async repeat(write: () => Promise<boolean>): Promise<void> {
    while (!this.isStopped && (await write()));
  }

  /** Posts a run under a key, and changes every other one. */
  private async writeRun(url: string, { username, token }: Writer): Promise<boolean> {
    const start = new Date((this.started += SECONDS * 1000));
    const thing = `run ${start.getTime() / 1000}`;
    const distance = 1000 + (this.journal.size % 5000);
    const key = randomUUID();
    const state = `${username} ${distance} ${SECONDS}`;
    const send = (at: string) =>
      new Client(at, 'plain', token).post('/runs', run(start, distance), {
        headers: { 'Idempotency-Key': key },
      });
    const answer = await this.note(thing, state, send(url));
    if (!answer) this.unanswered.push({ thing, state, send });
    if (!answer || distance % 2 === 0) return answer !== null;
    const { id } = (answer.body as { run: { id: string } }).run;
    const changed = `${username} ${distance + 10_000} ${SECONDS + 1}`;
    const changes = { distance: distance + 10_000, end_time: later(start, SECONDS + 1) };
    return (
      (await this.note(thing, changed, new Client(url, 'plain', token).patch(`/runs/${id}`, changes))) !==
      null
    );
  }

  /** Lends an item, transfers it or takes it back, and edits it in the same request. */
  private async writeItem(url: string, { username }: Writer): Promise<boolean> {
    const id = `drill-${username}`;
    const { holder, loans, version } = this.items.get(id) ?? { holder: 'nobody', loans: 0, version: 0 };
    const others = ['nobody', ...this.members.map((member) => member.username)].filter(
      (name) => name !== holder,
    );
    const to = others[version % others.length] ?? 'nobody';
    const next = { holder: to, loans: loans + (to === 'nobody' ? 0 : 1), version: version + 1 };
    const changes = { description: `v${next.version}`, loanedto: to === 'nobody' ? null : to };
    const admin = new Client(url, 'plain', this.admin);
    const answer = await this.note(
      `item ${id}`,
      `${changes.description} ${next.holder} ${next.loans}`,
      admin.patch(`/loan-items/${id}`, changes),
    );
    if (answer) this.items.set(id, next);
    return answer !== null;
  }

  /** Adds runs and lends or returns an item, all or none. */
  private async writeBulk(url: string, { username, token }: Writer): Promise<boolean> {
    const done = this.bulks.get(username) ?? 0;
    const [holder, loans] = stateOfBulk(username, done + 1);
    const start = new Date((this.started += SECONDS * 1000));
    const runs = Array.from({ length: IN_BULK }, (_, n) => add('run', run(start, BULK_DISTANCE + n)));
    const lending = hand(`bulk-${username}`, holder === 'nobody' ? null : holder);
    const client = new Client(url, 'jsonApi', token);
    const headers = { Accept: ATOMIC_JSON_API, 'Content-Type': ATOMIC_JSON_API };
    const state = `${(done + 1) * IN_BULK} v0 ${holder} ${loans}`;
    const sent = client.post('/operations', listOf([...runs.slice(1), lending, ...runs.slice(0, 1)]), {
      headers,
    });
    const answer = await this.note(`bulk ${username}`, state, sent);
    if (answer) this.bulks.set(username, done + 1);
    return answer !== null;
  }

  /** After the check: what was in doubt is as the database says. */
  learn(found: ReadonlyMap<string, string>): void {
    for (const { username } of this.members) {
      const [version = '', holder = '', loans] = (found.get(`item drill-${username}`) ?? '').split(' ');
      this.items.set(`drill-${username}`, {
        version: Number(version.slice(1)),
        holder,
        loans: Number(loans),
      });
      this.bulks.set(username, Number(found.get(`bulk ${username}`)?.split(' ')[0]) / IN_BULK);
    }
  }

  private async note(thing: string, state: string, sent: Promise<Answer>): Promise<Answer | null> {
    const began = Date.now();
    const answer = await sent.catch(() => null);
    if (answer && answer.status < 300) {
      this.journal.acknowledge(thing, state);
      return answer;
    }
    this.journal.doubt(thing, state);
    this.longestDoubt = Math.max(this.longestDoubt, Date.now() - began);
    if (answer && answer.status !== 503)
      this.journal.faults.push(`${thing}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return null;
  }
}

/** Who holds the item after so many lists of operations, and how often it was lent: in turn it is lent and returned. */
const stateOfBulk = (username: string, done: number): readonly [string, number] => [
  done % 2 === 1 ? username : 'nobody',
  Math.ceil(done / 2),
];

const later = (start: Date, seconds: number): string =>
  new Date(start.getTime() + seconds * 1000).toISOString();

const run = (start: Date, distance: number) => ({
  start_time: start.toISOString(),
  end_time: later(start, SECONDS),
  distance,
  start_lat: 12.89,
  start_lng: 77.64,
  end_lat: 12.9,
  end_lng: 77.65,
});
