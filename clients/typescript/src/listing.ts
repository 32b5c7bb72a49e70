import { whereOf, writeFilter } from './filter-builder.js';
import { type Page, nextQuery, totalOf } from './page.js';
import type { RequestOptions, Requests } from './requests.js';
import type { FieldOf, Part, Place, ResourceName, SortKey } from './resources.js';
import type { Filter } from './where.js';

/** What of a list to fetch. */
export interface ListOptions<Name extends ResourceName, Fields extends FieldOf<Name>> extends RequestOptions {
  /** Made with `where`. */
  readonly filter?: Filter<Name> | undefined;
  /** Up to five fields; what has no value comes last. */
  readonly sort?: SortKey<Name> | readonly SortKey<Name>[] | undefined;
  /** The fields that are needed, beside the id; all without it. */
  readonly fields?: readonly Fields[] | undefined;
  /** Records a page, 1 to 1000. */
  readonly size?: number | undefined;
}

/** What of a list to fetch, by the number of the page. */
export interface PageOptions<Name extends ResourceName, Fields extends FieldOf<Name>> extends ListOptions<
  Name,
  Fields
> {
  /** The page, from 1. */
  readonly page?: number | undefined;
  /** False where nobody needs the total, which is faster. */
  readonly count?: boolean | undefined;
}

type Query = Readonly<Record<string, string>>;

/** Records a page where nothing is said: of a list, and of a walk through all of it. */
const PAGE_SIZE = 20;
const WALK_SIZE = 200;

/** A list of records. */
export class Listing<Name extends ResourceName> {
  /** Builds filters for this list. */
  readonly where = whereOf<Name>();

  constructor(
    protected readonly requests: Requests,
    protected readonly place: Place,
  ) {}

  /** One page by its number. */
  list<Fields extends FieldOf<Name> = FieldOf<Name>>(
    options: PageOptions<Name, Fields> = {},
  ): Promise<Page<Part<Name, Fields>>> {
    const { page = 1, size = PAGE_SIZE, count = true } = options;
    const query = {
      ...this.query(options),
      'page[number]': String(page),
      'page[size]': String(size),
      ...(!count && { 'page[count]': 'false' }),
    };
    return this.#fetch(query, options);
  }

  /**
   * Every record, page after page, in the order of `sort`. By cursor: while others write, no record is skipped and none
   * comes twice. Sorts that have no cursors (`role` of users, the averages of reports) fail with `UNSUPPORTED_SORT`.
   */
  async *all<Fields extends FieldOf<Name> = FieldOf<Name>>(
    options: ListOptions<Name, Fields> = {},
  ): AsyncGenerator<Part<Name, Fields>, void, undefined> {
    const { size = WALK_SIZE } = options;
    const query = {
      ...this.query(options),
      'page[after]': '',
      'page[size]': String(size),
      'page[count]': 'false',
    };
    let page: Page<Part<Name, Fields>> | null = await this.#fetch<Fields>(query, options);
    while (page) {
      yield* page.records;
      page = page.next && (await page.next());
    }
  }

  protected query<Fields extends FieldOf<Name>>({ filter, sort, fields }: ListOptions<Name, Fields>): Query {
    return {
      ...(filter && { filter: writeFilter(filter) }),
      ...(sort !== undefined && { sort: typeof sort === 'string' ? sort : sort.join(',') }),
      ...(fields && { [`fields[${this.place.type}]`]: fields.join(',') }),
    };
  }

  async #fetch<Fields extends FieldOf<Name>>(
    query: Query,
    { signal }: RequestOptions,
  ): Promise<Page<Part<Name, Fields>>> {
    const { headers, body } = await this.requests.send({
      method: 'GET',
      path: this.place.path,
      query,
      signal,
    });
    const next = nextQuery(headers.get('Link'));
    return {
      records: (body as Readonly<Record<string, readonly Part<Name, Fields>[]>>)[this.place.collection] ?? [],
      total: totalOf(headers),
      next: next && (() => this.#fetch(next, { signal })),
    };
  }
}
