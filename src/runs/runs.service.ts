import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { prepared, quick } from '../database/statement.js';
import type { Caller } from '../shared/access/caller.js';
import { refuseStale } from '../shared/conditions/refuse-stale.js';
import { Forbidden, NotFound } from '../shared/errors/errors.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { type One, type Page, Removed } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import { saysAnything } from '../shared/values/changes.js';
import { userResource } from '../users/user.resource.js';
import type { Outcome } from '../weather/outcome.js';
import { WeatherService } from '../weather/weather.service.js';
import type { CreateRunDto, UpdateRunDto } from './run.dto.js';
import { Run } from './run.entity.js';
import { runResource } from './run.resource.js';

type RunAnswer = Promise<One<typeof runResource>>;
type RunPage = Promise<Page<typeof runResource>>;

type NewRun = Omit<CreateRunDto, 'user'>;

interface Owner {
  readonly id: string;
  readonly timeZone: string;
}

/** Runs, each with the weather of where and when it ended. */
@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
    private readonly weather: WeatherService,
  ) {}

  list(caller: Caller, query: ListQuery): RunPage {
    return this.reader.list(runResource, caller, query);
  }

  ofUser(caller: Caller, username: string, query: ListQuery): RunPage {
    return this.reader.listRelated(userResource, 'runs', caller, username, query);
  }

  find(caller: Caller, id: string, query?: OneQuery): RunAnswer {
    return this.reader.one(runResource, caller, id, query);
  }

  async create(caller: Caller, { user, ...input }: CreateRunDto): RunAnswer {
    const owner = user === undefined ? caller : await this.ownerNamed(caller, user);
    const outcome = await this.weather.observe(finish(input), input.endTime);
    return this.database.inTransaction(async () => {
      const id = await this.store(owner, input, outcome);
      if (outcome.failure) await this.weather.scheduleRetry(id, outcome.failure);
      return this.find(caller, id);
    });
  }

  async update(caller: Caller, id: string, { user, ...changes }: UpdateRunDto): RunAnswer {
    const before = await this.load(caller, id);
    const owner = user === undefined ? undefined : await this.ownerNamed(caller, user);
    const outcome = await this.observeMoved(before, { ...before, ...defined(changes) });
    const answer = await this.database.inTransaction(async () => {
      const { entities } = this.database;
      const lock = { mode: 'pessimistic_write' } as const;
      await refuseStale(this.database, runResource, id);
      const now = await entities.findOne(Run, { where: { id: before.id }, lock });
      if (!now || endsElsewhere(now, before)) return null;
      const columns = { ...changes, ...(outcome && weatherColumns(outcome)), userId: owner?.id };
      if (saysAnything(columns)) await entities.update(Run, { id }, columns);
      if (outcome) await this.planRetry(id, outcome);
      return this.find(caller, id);
    });
    // Somebody else moved its end while we asked for the weather of the old one: once more from the start.
    return answer ?? this.update(caller, id, { user, ...changes });
  }

  async remove(caller: Caller, id: string): Promise<Removed<typeof runResource>> {
    return this.database.inTransaction(async () => {
      const row = await this.reader.lastRow(runResource, caller, id);
      await refuseStale(this.database, runResource, id);
      await this.database.entities.delete(Run, { id });
      return new Removed(runResource, row);
    });
  }

  private planRetry(id: string, { failure }: Outcome): Promise<void> {
    return failure ? this.weather.scheduleRetry(id, failure) : this.weather.forgetRetry(id);
  }

  /** The id of the new run. */
  private async store(owner: Owner, run: NewRun, { status, info }: Outcome): Promise<string> {
    const [stored] = await this.database.query<{ id: string }>(prepared`
      INSERT INTO runs (user_id, time_zone, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng,
        weather_status, weather_info)
      VALUES (${owner.id}, ${owner.timeZone}, ${run.startTime}, ${run.endTime}, ${run.distance}, ${run.startLat},
        ${run.startLng}, ${run.endLat}, ${run.endLng}, ${status}, ${info && JSON.stringify(info)})
      RETURNING id`);
    if (!stored) throw new Error('An INSERT of one run returned none.');
    return stored.id;
  }

  /** Null where the run ends when and where it ended before: its weather stays. */
  private observeMoved(before: Run, after: Run): Promise<Outcome> | null {
    return endsElsewhere(before, after) ? this.weather.observe(finish(after), after.endTime) : null;
  }

  /** 404 and 403 as a read has them; then the run as it is stored. */
  private async load(caller: Caller, id: string): Promise<Run> {
    const row = await this.reader.row(runResource, caller, id);
    const run = await this.database.load((entities) => entities.findOneBy(Run, { id: row.id }));
    if (!run) throw new NotFound('Run not found.', 'RUN_NOT_FOUND');
    return run;
  }

  /** Everybody logs runs of their own; those with `runs` log anybody's. */
  private async ownerNamed(caller: Caller, username: string): Promise<Owner> {
    const [owner] = await this.database.query<Owner>(
      quick`SELECT id, time_zone AS "timeZone" FROM users WHERE lower(username) = lower(${username})`,
    );
    if (!owner) throw new NotFound('User not found.', 'USER_NOT_FOUND');
    if (owner.id !== caller.id && !caller.may('runs')) throw new Forbidden();
    return owner;
  }
}

const finish = (run: Pick<Run, 'endLat' | 'endLng'>) => ({ lat: run.endLat, lng: run.endLng });

const endsElsewhere = (one: Run, other: Run): boolean =>
  one.endTime.getTime() !== other.endTime.getTime() ||
  one.endLat !== other.endLat ||
  one.endLng !== other.endLng;

const weatherColumns = ({ status, info }: Outcome) => ({ weatherStatus: status, weatherInfo: info });

/** Without the fields that were left out. */
const defined = <T extends object>(changes: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
