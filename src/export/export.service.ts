import { Inject, Injectable, Logger, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Database } from '../database/database.js';
import { Snapshot } from '../database/snapshot.js';
import { quick } from '../database/statement.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { Caller } from '../shared/access/caller.js';
import { Forbidden, NotFound } from '../shared/errors/errors.js';
import { Catalog } from '../shared/query/catalog.js';
import { endAfter } from './end-after.js';
import { headOf, type Person, sectionsOf } from './sections.js';
import { UnderWay } from './under-way.js';
import { writeDocument } from './write-document.js';

/** How long one export may take, the client's reading included, in milliseconds. */
const LONGEST = 10 * 60_000;
/** How long the database may take for the next batch of records, in milliseconds; then the connection is given up. */
const LONGEST_STATEMENT = 30_000;
const LONGEST_WAIT = 35_000;

/** What is kept about a member, read at one moment and sent as fast as the client takes it. */
@Injectable()
export class ExportService {
  private readonly logger = new Logger('Export');
  private readonly underWay = new UnderWay();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  /** For oneself, or for who may read all of it. What stands against it is thrown here, before anything is sent. */
  async export(caller: Caller, username: string): Promise<StreamableFile> {
    const person = await this.find(caller, username);
    const parts = this.write(caller, person);
    await parts.next();
    const stream = Readable.from(parts, { objectMode: false });
    stream.on('error', ({ message }) => {
      this.logger.warn(`An export broke off: ${message}`);
    });
    endAfter(stream, LONGEST);
    const disposition = `attachment; filename="${person.username}.json"`;
    return new StreamableFile(stream, { type: 'application/json; charset=utf-8', disposition });
  }

  private async find(caller: Caller, username: string): Promise<Person> {
    const [person] = await this.database.query<Person>(
      quick`SELECT id, username FROM users WHERE lower(username) = lower(${username})`,
    );
    if (!person) throw userNotFound();
    const readsAll = caller.may('users') && caller.may('runs') && caller.may('loans');
    if (person.id !== caller.id && !readsAll) throw new Forbidden();
    return person;
  }

  /** The first part is empty, and comes when nothing stands against the others. */
  private async *write({ id }: Caller, person: Person): AsyncGenerator<string> {
    const leave = this.underWay.enter(id);
    try {
      const snapshot = await Snapshot.take(this.settings.databaseUrl, {
        application_name: 'kitroom export',
        statement_timeout: LONGEST_STATEMENT,
        query_timeout: LONGEST_WAIT,
      });
      try {
        const head = await this.readHead(snapshot, person);
        yield '';
        yield* writeDocument(snapshot, head, sectionsOf(person, this.catalog));
      } finally {
        await snapshot.end();
      }
    } finally {
      leave();
    }
  }

  private async readHead(snapshot: Snapshot, person: Person) {
    const { moment, user } = headOf(person, this.catalog);
    const [time] = await snapshot.rows<{ readonly at: string }>(moment);
    const [record] = await snapshot.rows(user);
    if (!record) throw userNotFound();
    return { exported_at: time?.at, user: record };
  }
}

const userNotFound = (): NotFound => new NotFound('User not found.', 'USER_NOT_FOUND');
