import { Listing } from './listing.js';
import type { ChangeOptions, RequestOptions } from './requests.js';
import type { ChangesOf, CreationOf, FieldOf, Part, RecordOf, ResourceName } from './resources.js';
import type { Answer, Call } from './transport.js';

/** What of a record to read. */
export interface ReadOptions<Name extends ResourceName, Fields extends FieldOf<Name>> extends RequestOptions {
  /** The fields that are needed, beside the id; all without it. */
  readonly fields?: readonly Fields[] | undefined;
}

/** Records that are listed, read and made. */
export class Records<Name extends ResourceName> extends Listing<Name> {
  async get<Fields extends FieldOf<Name> = FieldOf<Name>>(
    id: string,
    options: ReadOptions<Name, Fields> = {},
  ): Promise<Part<Name, Fields>> {
    const call: Call = { method: 'GET', path: this.pathOf(id), signal: options.signal };
    const answer = await this.requests.send({ ...call, query: this.query(options) });
    return this.one<Part<Name, Fields>>(answer);
  }

  async create(record: CreationOf<Name>, options: ChangeOptions = {}): Promise<RecordOf<Name>> {
    const { path } = this.place;
    return this.one(await this.requests.change(options, { method: 'POST', path, body: record }));
  }

  protected pathOf(id: string): string {
    return `${this.place.path}/${encodeURIComponent(id)}`;
  }

  /** The record in an answer. */
  protected one<T = RecordOf<Name>>({ body }: Answer): T {
    return (body as Readonly<Record<string, T>>)[this.place.type] as T;
  }
}

/** Records that can be changed, too. */
export class Changeable<Name extends ResourceName> extends Records<Name> {
  /** Changes the fields that are given, and no others. */
  async update(id: string, changes: ChangesOf<Name>, options: ChangeOptions = {}): Promise<RecordOf<Name>> {
    const call: Call = { method: 'PATCH', path: this.pathOf(id), body: changes };
    const answer = await this.requests.change(options, { ...call, headers: this.conditions(options) });
    // Who changes nothing but a password is told so, and not shown the user.
    return this.one<RecordOf<Name> | undefined>(answer) ?? this.#whole(id, options);
  }

  /** Deletes it; answers what it was. */
  async remove(id: string, options: RequestOptions = {}): Promise<RecordOf<Name>> {
    const call: Call = { method: 'DELETE', path: this.pathOf(id), signal: options.signal };
    return this.one(await this.requests.send({ ...call, headers: this.conditions(options) }));
  }

  async #whole(id: string, { signal }: RequestOptions): Promise<RecordOf<Name>> {
    return this.one(await this.requests.send({ method: 'GET', path: this.pathOf(id), signal }));
  }

  /** The headers that an option stands for. */
  protected conditions(_options: RequestOptions): Readonly<Record<string, string>> {
    return {};
  }
}
