import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import { Database } from '../../database/database.js';
import { prepare } from '../../database/statement.js';
import { Catalog } from '../query/catalog.js';
import { hasId, hasKey } from '../query/condition.js';
import { anybodyLike, type Lens } from '../query/lens.js';
import type { ListQuery, OneQuery } from '../query/list-query.js';
import { GIVEN_KEY } from '../query/parameter.js';
import type { Resource, Row, Viewer } from '../query/resource.js';
import {
  type KEY,
  type PageOptions,
  type VISIBLE,
  compileByKeys,
  compileOne,
  compilePage,
} from '../query/select.js';
import { columnsKey, pageKey } from './composition-key.js';
import { Compositions } from './compositions.js';
import type { FoundRow } from './read-page.js';

/** A record, the key that relationships know it by, and whether the viewer may read it. */
export type FoundRecord<X extends Resource> = Row<X> & {
  readonly [KEY]: unknown;
  readonly [VISIBLE]: boolean;
};

/** Rows as PostgreSQL answers them, by statements that are composed once for all viewers with the same rights. */
@Injectable()
export class Records {
  private readonly compositions = new Compositions();

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  /** The record with this id or key, whoever may read it. */
  async find<X extends Resource>(
    resource: X,
    viewer: Viewer,
    by: 'id' | 'key',
    key: unknown,
    query: OneQuery,
  ): Promise<FoundRecord<X> | undefined> {
    const condition = () => (by === 'id' ? hasId(resource, GIVEN_KEY) : hasKey(resource, GIVEN_KEY));
    const statement = this.compositions.statement(
      columnsKey(by, resource, viewer, query),
      { viewer, key },
      () => compileOne(this.lens(viewer), resource, condition(), query),
    );
    const [found] = await this.database.query<FoundRecord<X>>({ ...statement, quick: true });
    return found;
  }

  /** Keeps everybody from changing or deleting the record with this id until the transaction ends. */
  async hold(resource: Resource, id: string): Promise<void> {
    const row = raw(resource.table);
    await this.database.query(prepare(sql`SELECT FROM ${row} WHERE ${hasId(resource, id)(row)} FOR UPDATE`));
  }

  /** The records with these keys that the viewer may read. */
  byKeys(resource: Resource, viewer: Viewer, keys: readonly unknown[], query: OneQuery): Promise<FoundRow[]> {
    const statement = this.compositions.statement(
      columnsKey('keys', resource, viewer, query),
      { viewer, key: keys },
      () => compileByKeys(this.lens(viewer), resource, GIVEN_KEY, query),
    );
    return this.database.query(statement);
  }

  /** A page of what the viewer may see, as `compilePage` says. */
  page(resource: Resource, viewer: Viewer, query: ListQuery, options: PageOptions): Promise<FoundRow[]> {
    const inputs = { viewer, key: options.scope?.key, page: query.page };
    const compose = (): Sql => compilePage(this.lens(viewer), resource, query, options);
    const what = `${options.source?.name ?? ''}/${options.scope?.name ?? ''}`;
    const statement = query.filter
      ? this.compositions.composed(compose(), inputs)
      : this.compositions.statement(pageKey(what, resource, viewer, query), inputs, compose);
    return this.database.query(statement);
  }

  private lens(viewer: Viewer): Lens {
    return { catalog: this.catalog, viewer: anybodyLike(viewer) };
  }
}
