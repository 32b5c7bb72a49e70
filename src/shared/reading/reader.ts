import { Injectable } from '@nestjs/common';
import { NotFound } from '../errors/errors.js';
import { Catalog } from '../query/catalog.js';
import { type Step, stepOf, toManyOf } from '../query/column.js';
import { linkKey } from '../query/columns.js';
import { isParent } from '../query/condition.js';
import type { Lens } from '../query/lens.js';
import { EVERYTHING, type ListQuery, type OneQuery } from '../query/list-query.js';
import type { PageOptions } from '../query/select.js';
import { GIVEN_KEY } from '../query/parameter.js';
import type { Resource, Row, Viewer } from '../query/resource.js';
import { Linkage, One, Page } from './answer.js';
import { type Found, findById, findByKey } from './find-record.js';
import { readIncluded } from './included.js';
import { parseId } from './parse-id.js';
import { readPage } from './read-page.js';
import { Records } from './records.js';

type Values = Readonly<Record<string, unknown>>;

/** Reads records as one viewer may see them: everything that a GET answers with comes through here. */
@Injectable()
export class Reader {
  constructor(
    private readonly records: Records,
    private readonly catalog: Catalog,
  ) {}

  /** A page of a list, and the true count of what the viewer may see of it. */
  async list<X extends Resource>(
    resource: X,
    viewer: Viewer,
    query: ListQuery,
    options: PageOptions = {},
  ): Promise<Page<X>> {
    const found = await this.records.page(resource, viewer, query, options);
    const { rows, count, around } = readPage(resource, query, found);
    const included = await readIncluded(this.records, this.lens(viewer), resource, rows, query);
    return new Page<X>(resource, rows, count, query, included, around);
  }

  /** One record. Throws NotFound (`USER_NOT_FOUND`), or Forbidden where it is not the viewer's to see. */
  async one<X extends Resource>(
    resource: X,
    viewer: Viewer,
    id: string,
    query: OneQuery = EVERYTHING,
  ): Promise<One<X>> {
    const { row } = await this.find(resource, viewer, id, query);
    return this.toOne<X>(resource, viewer, row, query);
  }

  /** One record as a plain row, for services. Throws as `one` does. */
  async row<X extends Resource>(resource: X, viewer: Viewer, id: string): Promise<Row<X>> {
    return (await this.find(resource, viewer, id, EVERYTHING)).row;
  }

  /**
   * One record that the transaction is going to delete: held, so that it is deleted as it was read, and once. Throws as
   * `one` does.
   */
  async lastRow<X extends Resource>(resource: X, viewer: Viewer, id: string): Promise<Row<X>> {
    const known = parseId(resource, id);
    if (known !== null) await this.records.hold(resource, known);
    return this.row(resource, viewer, id);
  }

  /**
   * The record that a to-one relationship names, or the null of an empty one. Throws as `one` does for the record it
   * starts from, NotFound where there is no such relationship, and Forbidden where the viewer may not see what it names.
   */
  async related(
    resource: Resource,
    viewer: Viewer,
    id: string,
    name: string,
    query: OneQuery = EVERYTHING,
  ): Promise<One> {
    const { resource: to } = this.step(resource, name);
    const from = await this.find(resource, viewer, id, onlyLink(resource, name));
    const key = (from.row as Values)[linkKey(name)];
    if (key === null) return new One(to, null, query);
    const { row } = await findByKey(this.records, viewer, to, key, query);
    return this.toOne(to, viewer, row, query);
  }

  /** Which record a to-one relationship names, also where the viewer may not see that record. Throws as `one` does. */
  async linkage(resource: Resource, viewer: Viewer, id: string, name: string): Promise<Linkage> {
    this.step(resource, name);
    const { row } = await this.find(resource, viewer, id, onlyLink(resource, name));
    const linked = (row as Values)[name];
    return new Linkage(resource, row.id, name, typeof linked === 'string' ? linked : null);
  }

  /**
   * A page of the records of a to-many relationship, whose resource `X` is for the caller to say. Throws as `one` does for
   * the record that they belong to.
   */
  async listRelated<X extends Resource>(
    resource: Resource,
    name: string,
    viewer: Viewer,
    id: string,
    query: ListQuery,
  ): Promise<Page<X>> {
    const relationship = toManyOf(resource, name);
    if (!relationship) throw new NotFound(`${resource.title} has no "${name}".`);
    const { key } = await this.find(resource, viewer, id, onlyLink(resource, name));
    const condition = isParent(resource, GIVEN_KEY, relationship);
    const scope = { name: `${resource.type}.${name}`, condition, key };
    return this.list(this.catalog.related(relationship) as X, viewer, query, { scope });
  }

  private find<X extends Resource>(
    resource: X,
    viewer: Viewer,
    id: string,
    query: OneQuery,
  ): Promise<Found<X>> {
    return findById(this.records, viewer, resource, id, query);
  }

  private async toOne<X extends Resource>(
    resource: X,
    viewer: Viewer,
    row: Row<X>,
    query: OneQuery,
  ): Promise<One<X>> {
    const included = await readIncluded(this.records, this.lens(viewer), resource, [row], query);
    return new One<X>(resource, row, query, included);
  }

  private step(resource: Resource, name: string): Step {
    const step = stepOf(resource, name, this.catalog);
    if (!step) throw new NotFound(`${resource.title} has no "${name}".`);
    return step;
  }

  private lens(viewer: Viewer): Lens {
    return { catalog: this.catalog, viewer };
  }
}

/** Nothing of a record but where one relationship leads. */
function onlyLink({ type }: Resource, name: string): OneQuery {
  return { fields: new Map([[type, new Set([name])]]), include: [[name]] };
}
