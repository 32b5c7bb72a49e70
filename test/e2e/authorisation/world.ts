import { randomUUID } from 'node:crypto';
import { ChangeJournal } from '../../support/change-journal.js';
import { Club, type Member } from '../../support/club.js';
import { type CallerName, DEAD, LIVE, usernameOf } from './cast.js';
import { addEvents, hasRecords, ordinalOf, seed, startSession } from './seed.js';
import type { Contents, Mode } from './table.js';

/** Where a request goes, and who sends it. */
export interface Place {
  readonly caller: CallerName;
  /** The caller's username; that of somebody regular where nobody is known. */
  readonly me: string;
  /** The id of the record that the path names. */
  readonly id: string;
}

/** Records by the name that the tables use: `own` is the caller's. */
type Records = Readonly<Record<string, string>>;

const MISSING_NUMBER = '999999999';

/** A club in which everybody owns one of everything, and of which every change is noted. */
export class World {
  private constructor(
    readonly club: Club,
    readonly journal: ChangeJournal,
    private readonly members: ReadonlyMap<CallerName | 'carl', Member>,
    private readonly sessions: Records,
    private readonly events: Records,
  ) {}

  static async open(): Promise<World> {
    const club = await Club.open();
    await seed(club);
    const members = new Map<CallerName | 'carl', Member>([['nobody', club.nobody]]);
    const sessions: Record<string, string> = {};
    for (const caller of [...LIVE, ...DEAD, 'carl'] as const) {
      const session = await startSession(club, caller);
      members.set(caller, session.member);
      sessions[session.member.username] = session.id;
    }
    await club.database.query("DELETE FROM users WHERE username = 'deleted'");
    const events = await addEvents(club);
    const journal = await ChangeJournal.install(club.databaseUrl);
    return new World(club, journal, members, sessions, events);
  }

  async close(): Promise<void> {
    await this.journal.close();
    await this.club.close();
  }

  /** Carl, too, may ask: some things only he may know. */
  as(caller: CallerName | 'carl'): Member {
    const member = this.members.get(caller);
    if (!member) throw new Error(`Nobody is called ${caller}.`);
    return member;
  }

  setMode(mode: Mode): Promise<void> {
    return this.journal.change('UPDATE mode SET mode = $1', [mode]);
  }

  place(caller: CallerName, collection: string, record: string): Place {
    const me = hasRecords(caller) ? usernameOf(caller) : 'regular';
    const id = record === '-' ? '' : this.idOf(me, collection, record);
    return { caller, me, id };
  }

  /** The ids of what a list shows. */
  async ids(collection: string, contents: Contents, me: string): Promise<readonly string[]> {
    if (contents === 'none') return [];
    const statement = LISTS[collection]?.[contents];
    if (statement === undefined)
      throw new Error(`It is not known what "${contents}" is among ${collection}.`);
    const { rows } = await this.club.database.query<{ id: string }>(
      statement,
      statement.includes('$1') ? [contents === 'carls' ? 'carl' : me] : [],
    );
    return rows.map(({ id }) => id);
  }

  private idOf(me: string, collection: string, record: string): string {
    const id = this.recordsOf(me)[collection]?.[record];
    if (id === undefined) throw new Error(`There is no record "${record}" of ${collection}.`);
    return id;
  }

  private recordsOf(me: string): Readonly<Record<string, Records>> {
    const carls = ordinalOf('carl');
    const mine = ordinalOf(me);
    return {
      users: {
        own: me,
        anothers: 'dora',
        holders: 'carl',
        privileged: 'pat',
        first: 'admin',
        missing: 'no-such-user',
      },
      roles: { unused: 'spare', used: 'only-items', builtIn: 'regular', missing: 'no-such-role' },
      'loan-items': { own: `held-${me}`, anothers: 'held-carl', free: 'free', missing: 'no-such-item' },
      loans: {
        own: String(mine * 2),
        ownReturned: String(mine * 2 - 1),
        anothers: String(carls * 2),
        anothersReturned: String(carls * 2 - 1),
        missing: MISSING_NUMBER,
      },
      runs: { own: String(mine), anothers: String(carls), missing: MISSING_NUMBER },
      sessions: {
        own: this.sessions[me] ?? '',
        anothers: this.sessions['carl'] ?? '',
        missing: randomUUID(),
      },
      'audit-events': { ...this.events, missing: MISSING_NUMBER },
    };
  }
}

const OWNER = '(SELECT id FROM users WHERE username = $1)';
const LOANS = `SELECT id FROM loans WHERE borrower_id = ${OWNER}`;
const RUNS = `SELECT id FROM runs WHERE user_id = ${OWNER}`;
const about = (types: string): string => `SELECT id FROM audit_events WHERE subject_type IN (${types})`;

const LISTS: Readonly<Record<string, Partial<Record<Contents, string>>>> = {
  users: {
    all: 'SELECT username AS id FROM users',
    own: 'SELECT username AS id FROM users WHERE username = $1',
  },
  roles: { all: 'SELECT name AS id FROM roles' },
  sessions: { own: `SELECT id FROM live_sessions WHERE user_id = ${OWNER}` },
  'loan-items': { all: 'SELECT id FROM items', own: "SELECT id FROM items WHERE id = 'held-' || $1" },
  loans: { all: 'SELECT id FROM loans', own: LOANS, carls: LOANS },
  runs: { all: 'SELECT id FROM runs', own: RUNS, carls: RUNS },
  'audit-events': {
    all: 'SELECT id FROM audit_events',
    roles: about("'role'"),
    usersAndRoles: about("'role', 'user'"),
  },
};
