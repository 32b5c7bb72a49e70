import { KitroomError } from './kitroom-error.js';
import { Changeable } from './records.js';
import type { ChangeOptions, RequestOptions } from './requests.js';
import type { ChangesOf, RecordOf, ResourceName } from './resources.js';

/** A record with the version that it has. */
export interface Versioned<T> {
  readonly record: T;
  /** The `ETag`: what `ifMatch` takes. */
  readonly version: string;
}

/** Lets a change be made only if nobody made another one in between: fails with 412 `PRECONDITION_FAILED` otherwise. */
export interface IfMatch {
  readonly ifMatch?: string | undefined;
}

/** How often `edit` begins again before it gives up. */
const ATTEMPTS = 5;

/** Records whose changes can be held to the version that one has seen. */
export class VersionedRecords<Name extends ResourceName> extends Changeable<Name> {
  /** A record and its version, for `ifMatch`. */
  async read(id: string, { signal }: RequestOptions = {}): Promise<Versioned<RecordOf<Name>>> {
    const answer = await this.requests.send({ method: 'GET', path: this.pathOf(id), signal });
    return { record: this.one(answer), version: answer.headers.get('ETag') ?? '*' };
  }

  override update(
    id: string,
    changes: ChangesOf<Name>,
    options: ChangeOptions & IfMatch = {},
  ): Promise<RecordOf<Name>> {
    return super.update(id, changes, options);
  }

  override remove(id: string, options: RequestOptions & IfMatch = {}): Promise<RecordOf<Name>> {
    return super.remove(id, options);
  }

  /**
   * Changes a record by what it is: reads it, asks what to change, and does that if nobody changed it meanwhile, else
   * begins again, five times at most. Where `decide` answers null, nothing is changed.
   */
  async edit(
    id: string,
    decide: (record: RecordOf<Name>) => ChangesOf<Name> | null | Promise<ChangesOf<Name> | null>,
    options: RequestOptions = {},
  ): Promise<RecordOf<Name>> {
    for (let attempt = 1; ; attempt += 1) {
      const { record, version } = await this.read(id, options);
      const changes = await decide(record);
      if (changes === null) return record;
      try {
        return await this.update(id, changes, { ...options, ifMatch: version });
      } catch (error) {
        if (attempt === ATTEMPTS || !isStale(error)) throw error;
      }
    }
  }

  protected override conditions({ ifMatch }: RequestOptions & IfMatch): Readonly<Record<string, string>> {
    return ifMatch === undefined ? {} : { 'If-Match': ifMatch };
  }
}

const isStale = (error: unknown): boolean => error instanceof KitroomError && error.status === 412;
