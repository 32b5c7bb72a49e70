import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Item } from '../../src/loans/item.entity.js';
import { ItemsService } from '../../src/loans/items.service.js';
import { LendingService } from '../../src/loans/lending.service.js';
import { LoansService } from '../../src/loans/loans.service.js';
import { resources } from '../../src/app.resources.js';
import type { Mode } from '../../src/settings/mode.js';
import { Caller, type Permission } from '../../src/shared/access/caller.js';
import { parseEntityTags } from '../../src/shared/conditions/entity-tags.js';
import { underPreconditions } from '../../src/shared/conditions/refuse-stale.js';
import { Problem } from '../../src/shared/errors/problem.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import { parseListQuery } from '../../src/shared/query/list-params.js';
import type { Resource } from '../../src/shared/query/resource.js';
import { itemResource } from '../../src/loans/item.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { openDatabase, type OpenDatabase, readerOf } from '../support/reading.js';

const IDS = {
  ann: '00000000-0000-0000-0000-0000000000a1',
  bob: '00000000-0000-0000-0000-0000000000b2',
  lea: '00000000-0000-0000-0000-0000000000c3',
  kim: '00000000-0000-0000-0000-0000000000d4',
  idle: '00000000-0000-0000-0000-0000000000e5',
} as const;
type Name = keyof typeof IDS;
const PERMISSIONS: Readonly<Partial<Record<Name, readonly Permission[]>>> = {
  lea: ['loans'],
  kim: ['items'],
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const as = (name: Name, mode: Mode = 'self-service') =>
  new Caller(IDS[name], IDS[name], {
    username: name,
    timeZone: 'UTC',
    roles: [],
    permissions: PERMISSIONS[name] ?? [],
    mode,
  });

const catalog = new Catalog(resources);
let open: OpenDatabase;
let lending: LendingService;
let items: ItemsService;
let loans: LoansService;
let events: unknown[];
beforeAll(async () => {
  open = await openDatabase(Item);
  const reader = readerOf(open.database, catalog);
  lending = new LendingService(open.database);
  items = new ItemsService(open.database, reader, lending);
  loans = new LoansService(open.database, reader, lending);
  for (const [name, id] of Object.entries(IDS)) {
    await open.database.query(sql`
      INSERT INTO users (id, username, password_hash, active) VALUES (${id}, ${name}, 'x', ${name !== 'idle'})`);
  }
  const note = (event: unknown): void => void events.push(event);
  Logger.overrideLogger({ log: note, warn: note, error: note });
});
afterAll(async () => {
  Logger.overrideLogger(new Logger());
  await open.close();
});
beforeEach(async () => {
  await open.database.query(sql`DELETE FROM loans`);
  await open.database.query(sql`DELETE FROM items`);
  await open.database.query(
    sql`INSERT INTO items (id, description) VALUES ('drill', 'a drill'), ('saw', 'a saw')`,
  );
  events = [];
});

interface Row {
  readonly borrower: string | null;
  readonly by: string | null;
  readonly taken_by: string | null;
  readonly open: boolean;
  readonly due_at: Date | null;
}

const history = (item = 'drill') =>
  open.database.query<Row>(sql`
    SELECT b.username AS borrower, l.username AS by, t.username AS taken_by, returned_at IS NULL AS open, due_at
    FROM loans LEFT JOIN users b ON b.id = borrower_id LEFT JOIN users l ON l.id = lent_by_id
      LEFT JOIN users t ON t.id = returned_by_id
    WHERE item_id = ${item} ORDER BY loaned_at, loans.id`);
const openLoan = (borrower: Name, by: Name = borrower, due_at: Date | null = null) => ({
  borrower,
  by,
  taken_by: null,
  open: true,
  due_at,
});
const returned = (borrower: Name, by: Name, taken_by: Name) => ({
  ...openLoan(borrower, by),
  taken_by,
  open: false,
});

const doing = <T>(work: () => Promise<T>): Promise<T> => open.database.inTransaction(work);
const lend = (caller: Caller, to: string, due?: Date, item = 'drill') =>
  doing(() => lending.lend(caller, item, to, due));
const handTo = (caller: Caller, to: string, item = 'drill') => doing(() => lending.handTo(caller, item, to));
const giveBack = (caller: Caller, item = 'drill', only?: string) =>
  doing(() => lending.giveBack(caller, item, only));
const everything = () => open.database.query(sql`SELECT * FROM loans, items ORDER BY loans.id, items.id`);

/** What was refused, and that nothing changed. */
async function refusal(work: () => Promise<unknown>): Promise<readonly [number, string]> {
  const before = await everything();
  const told = [...events];
  const error: unknown = await work().then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error(`No problem: ${String(error)}`);
  expect([await everything(), events]).toEqual([before, told]);
  return [error.status, error.code];
}
const stale = <T>(resource: Resource, work: () => T): T =>
  underPreconditions(
    {
      preconditions: { ifMatch: parseEntityTags('If-Match', '"9"'), ifNoneMatch: null },
      resource,
      viewer: as('lea'),
    },
    work,
  );

const DUE = new Date(Date.now() + 86_400_000);
const FORBIDDEN = [403, 'NOT_AUTHORIZED'];

describe('lending', () => {
  it('is to oneself in self-service mode, in whatever case', async () => {
    const id = await lend(as('ann'), 'ANN');
    expect(await history()).toEqual([openLoan('ann')]);
    expect(events).toEqual([{ event: 'loan.lent', subject: id, user: IDS.ann }]);
  });

  it.each(['self-service', 'admin-operated'] as const)('is to anybody with `loans`: %s', async (mode) => {
    await lend(as('lea', mode), 'bob', DUE);
    await lend(as('lea', mode), 'lea', undefined, 'saw');
    expect(await history()).toEqual([openLoan('bob', 'lea', DUE)]);
    expect(await history('saw')).toEqual([openLoan('lea')]);
  });

  it.each([
    ['by a member while admins operate', as('ann', 'admin-operated'), 'ann', undefined, FORBIDDEN],
    ['by those with `items` while admins operate', as('kim', 'admin-operated'), 'kim', undefined, FORBIDDEN],
    ['to somebody else', as('ann'), 'bob', undefined, FORBIDDEN],
    ['to somebody who is not there, by a member', as('ann'), 'nobody', undefined, FORBIDDEN],
    ['with a date by a member', as('ann'), 'ann', DUE, FORBIDDEN],
    ['to somebody who is not there', as('lea'), 'nobody', undefined, [404, 'USER_NOT_FOUND']],
    ['to somebody inactive', as('lea'), 'idle', undefined, [404, 'USER_NOT_FOUND']],
  ])('is refused %s', async (_, caller, to, due, expected) => {
    expect(await refusal(() => lend(caller, to, due))).toEqual(expected);
  });

  it('is refused of what is not there, and of what is lent', async () => {
    expect(await refusal(() => lend(as('ann', 'admin-operated'), 'bob', DUE, 'none'))).toEqual([
      404,
      'LOAN_ITEM_NOT_FOUND',
    ]);
    await lend(as('ann'), 'ann');
    for (const who of ['ann', 'lea'] as const) {
      expect(await refusal(() => lend(as(who), who))).toEqual([409, 'ITEM_ON_LOAN']);
    }
  });

  it('begins when the item is back, even where the clock says otherwise', async () => {
    await lend(as('ann'), 'ann');
    await giveBack(as('ann'));
    await open.database.query(sql`UPDATE loans SET returned_at = '2099-01-01'`);
    await lend(as('lea'), 'bob');
    const [, { loaned_at } = {}] = await open.database.query<{ loaned_at?: Date }>(
      sql`SELECT loaned_at FROM loans ORDER BY loans.id`,
    );
    expect(loaned_at).toEqual(new Date('2099-01-01T00:00:00Z'));
    await giveBack(as('lea'));
    expect((await history()).map((row) => row.open)).toEqual([false, false]);
  });
});

describe('a refusal', () => {
  it('says what is not there, or in whose hands', async () => {
    await lend(as('bob'), 'bob');
    await expect(lend(as('lea'), 'lea')).rejects.toThrow('Item is already on loan.');
    await expect(handTo(as('ann'), 'ann')).rejects.toThrow('Item is already on loan.');
    await expect(lend(as('lea'), 'nobody', undefined, 'saw')).rejects.toThrow('User not found.');
    await expect(lend(as('lea'), 'lea', undefined, 'none')).rejects.toThrow('Loan item not found.');
    await expect(items.update(as('kim'), 'none', { description: 'x' })).rejects.toThrow(
      'Loan item not found.',
    );
  });
});

describe('putting an item into hands', () => {
  it('lends what is free', async () => {
    await handTo(as('ann'), 'ann');
    expect(await history()).toEqual([openLoan('ann')]);
  });

  it('changes nothing where they hold it', async () => {
    await lend(as('lea'), 'ann');
    events = [];
    await handTo(as('ann'), 'Ann');
    expect([await history(), events]).toEqual([[openLoan('ann', 'lea')], []]);
  });

  it('takes it from another, with `loans`', async () => {
    const id = await lend(as('ann'), 'ann');
    events = [];
    await handTo(as('lea', 'admin-operated'), 'bob');
    expect(await history()).toEqual([returned('ann', 'ann', 'lea'), openLoan('bob', 'lea')]);
    expect(events).toEqual([
      { event: 'loan.returned', subject: id, user: IDS.ann },
      { event: 'loan.lent', subject: expect.any(String), user: IDS.bob },
    ]);
  });

  it('is refused like lending', async () => {
    await lend(as('bob'), 'bob');
    expect(await refusal(() => handTo(as('ann'), 'ann'))).toEqual([409, 'ITEM_ON_LOAN']);
    expect(await refusal(() => handTo(as('ann'), 'bob'))).toEqual(FORBIDDEN);
    expect(await refusal(() => handTo(as('ann', 'admin-operated'), 'ann'))).toEqual(FORBIDDEN);
    expect(await refusal(() => handTo(as('lea'), 'nobody'))).toEqual([404, 'USER_NOT_FOUND']);
    expect(await refusal(() => handTo(as('lea'), 'bob', 'none'))).toEqual([404, 'LOAN_ITEM_NOT_FOUND']);
    const late = () => stale(itemResource, () => handTo(as('lea'), 'bob'));
    expect((await refusal(late))[0]).toBe(412);
  });
});

describe('giving back', () => {
  it('is of what one holds oneself, or of anything with `loans`', async () => {
    const id = await lend(as('lea'), 'ann');
    events = [];
    await giveBack(as('ann'));
    expect(events).toEqual([{ event: 'loan.returned', subject: id, user: IDS.ann }]);
    await lend(as('bob'), 'bob', undefined, 'saw');
    await giveBack(as('lea', 'admin-operated'), 'saw');
    expect([await history(), await history('saw')]).toEqual([
      [returned('ann', 'lea', 'ann')],
      [returned('bob', 'bob', 'lea')],
    ]);
  });

  it('leaves what is free, and what was lent later', async () => {
    await giveBack(as('ann'));
    expect(await history()).toEqual([]);
    const id = await lend(as('ann'), 'ann');
    events = [];
    await giveBack(as('ann'), 'drill', String(Number(id) + 1));
    expect([await history(), events]).toEqual([[openLoan('ann')], []]);
    await giveBack(as('ann'), 'drill', id);
    expect(await history()).toEqual([returned('ann', 'ann', 'ann')]);
  });

  it('is refused to others, and of what changed meanwhile', async () => {
    await lend(as('bob'), 'bob');
    expect(await refusal(() => giveBack(as('ann')))).toEqual(FORBIDDEN);
    expect(await refusal(() => giveBack(as('bob', 'admin-operated')))).toEqual(FORBIDDEN);
    expect(await refusal(() => giveBack(as('bob'), 'none'))).toEqual([404, 'LOAN_ITEM_NOT_FOUND']);
    for (const resource of [itemResource, loanResource]) {
      expect((await refusal(() => stale(resource, () => giveBack(as('bob')))))[0]).toBe(412);
    }
    expect(await refusal(() => giveBack(as('ann', 'admin-operated'), 'saw'))).toEqual(FORBIDDEN);
  });
});

describe('items', () => {
  it('are made, lent at once if that is asked, with an id of the client’s or our own', async () => {
    const made = await items.create(as('lea'), { id: 'new', description: 'a tent', loanedto: 'bob' });
    expect(made.row).toMatchObject({ id: 'new', description: 'a tent', loanedto: 'bob' });
    expect(events).toMatchObject([{ event: 'item.created', subject: 'new' }, { event: 'loan.lent' }]);
    const other = await items.create(as('kim'), { description: 'a rope' });
    expect(other.row).toMatchObject({ id: expect.stringMatching(UUID), loanedto: null });
    expect(await refusal(() => items.create(as('kim'), { id: 'new', description: 'x' }))).toEqual([
      409,
      'LOAN_ITEM_ALREADY_EXISTS',
    ]);
    const lent = () => items.create(as('kim'), { id: 'x', description: 'x', loanedto: 'bob' });
    expect(await refusal(lent)).toEqual(FORBIDDEN);
  });

  it('are edited with `items`, and handed on or given back in the same change', async () => {
    await items.update(as('kim'), 'drill', { description: 'a better drill' });
    expect(events).toEqual([{ event: 'item.changed', subject: 'drill', fields: ['description'] }]);
    const both = await items.update(as('kim'), 'drill', { description: 'the best', loanedto: 'kim' });
    expect(both.row).toMatchObject({ description: 'the best', loanedto: 'kim' });
    const back = await items.update(as('kim'), 'drill', { loanedto: null });
    expect([back.row, await history()]).toMatchObject([{ loanedto: null }, [{ open: false }]]);
    const taken = await items.update(as('ann'), 'saw', { loanedto: 'ann' });
    expect(taken.row).toMatchObject({ description: 'a saw', loanedto: 'ann' });
    const nothing = await items.update(as('kim', 'admin-operated'), 'drill', {});
    expect(nothing.row).toMatchObject({ description: 'the best', loanedto: null });
  });

  it('are not edited by others, nor half', async () => {
    const edit = (who: Name, id: string, changes: object) => () => items.update(as(who), id, changes);
    expect(await refusal(edit('lea', 'drill', { description: 'x' }))).toEqual(FORBIDDEN);
    expect(await refusal(edit('ann', 'none', { description: 'x' }))).toEqual([404, 'LOAN_ITEM_NOT_FOUND']);
    expect(await refusal(edit('kim', 'drill', { description: 'x', loanedto: 'bob' }))).toEqual(FORBIDDEN);
    const late = (changes: object) => () => stale(itemResource, edit('kim', 'drill', changes));
    expect((await refusal(late({ description: 'x' })))[0]).toBe(412);
    expect((await refusal(late({})))[0]).toBe(412);
  });

  it('are removed, and told of as they were', async () => {
    const { row } = await items.remove(as('kim'), 'saw');
    expect(row).toMatchObject({ id: 'saw', description: 'a saw' });
    expect(events).toEqual([{ event: 'item.deleted', subject: 'saw' }]);
    expect(await refusal(() => items.remove(as('kim'), 'saw'))).toEqual([404, 'LOAN_ITEM_NOT_FOUND']);
    expect((await refusal(() => stale(itemResource, () => items.remove(as('kim'), 'drill'))))[0]).toBe(412);
  });

  it('are listed and found', async () => {
    const query = parseListQuery([], { resource: itemResource, catalog, viewer: as('ann'), plain: true });
    const page = await items.list(as('ann'), query);
    expect([page.count, page.rows.map(({ id }) => id)]).toEqual([2, ['drill', 'saw']]);
    expect((await items.find(as('ann'), 'saw')).row).toMatchObject({ description: 'a saw' });
  });
});

describe('loans', () => {
  const query = () => parseListQuery([], { resource: loanResource, catalog, viewer: as('ann'), plain: true });

  it('are made for oneself where nobody is named', async () => {
    const own = await loans.create(as('ann'), { item: 'drill', dueAt: null });
    expect(own.row).toMatchObject({ item: 'drill', borrower: 'ann', lent_by: 'ann', status: 'open' });
    await loans.create(as('lea'), { item: 'saw', borrower: 'bob', dueAt: DUE });
    expect(await history('saw')).toEqual([openLoan('bob', 'lea', DUE)]);
  });

  it('are ended once', async () => {
    const { row } = await loans.create(as('ann'), { item: 'drill', dueAt: null });
    const id = row?.id ?? '';
    expect((await refusal(() => stale(loanResource, () => loans.giveBack(as('ann'), id))))[0]).toBe(412);
    const ended = await loans.giveBack(as('ann'), id);
    expect(ended.row).toMatchObject({ id, status: 'returned', returned_by: 'ann' });
    await lend(as('ann'), 'ann');
    events = [];
    expect((await loans.giveBack(as('ann', 'admin-operated'), id)).row).toEqual(ended.row);
    expect((await refusal(() => stale(loanResource, () => loans.giveBack(as('ann'), id))))[0]).toBe(412);
    expect([(await history()).map((each) => each.open), events]).toEqual([[false, true], []]);
    await giveBack(as('ann'));
    await items.remove(as('kim'), 'drill');
    expect((await loans.giveBack(as('ann'), id)).row).toMatchObject({ item: null, status: 'returned' });
  });

  it('are listed, of an item and of a member, and found', async () => {
    const { row } = await loans.create(as('ann'), { item: 'drill', dueAt: null });
    await lend(as('lea'), 'bob', undefined, 'saw');
    const found = (page: { readonly rows: readonly { readonly item: unknown }[] }) =>
      page.rows.map(({ item }) => item);
    expect(found(await loans.list(as('ann'), query()))).toEqual(['drill']);
    expect(found(await loans.list(as('lea'), query()))).toEqual(['saw', 'drill']);
    expect(found(await loans.ofItem(as('lea'), 'saw', query()))).toEqual(['saw']);
    expect(found(await loans.ofUser(as('ann'), 'ann', query()))).toEqual(['drill']);
    expect((await loans.find(as('ann'), row?.id ?? '')).row).toMatchObject({ item: 'drill' });
  });
});
