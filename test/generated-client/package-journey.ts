import { type Filter, Kitroom, KitroomError, type Run, type Session } from '@kitroom/client';
import type { Check } from './json-api.js';

const password = 'correct horse battery';
const START = Date.parse('2024-05-01T06:00:00Z');

/** The run of the day so many days later. */
const runOn = (day: number, distance: number) => ({
  start_time: new Date(START + day * 86_400_000).toISOString(),
  end_time: new Date(START + day * 86_400_000 + 1_800_000).toISOString(),
  distance,
  start_lat: 12.89,
  start_lng: 77.64,
  end_lat: 12.9,
  end_lng: 77.66,
});

/** What a promise is refused with. */
async function refusalOf(promise: Promise<unknown>): Promise<KitroomError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof KitroomError) return error;
  throw new Error('That should have been refused.', { cause: error });
}

async function collect<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
}

/** A network that loses the first answer to each change, after the server has made it. */
function losing(): { readonly fetch: typeof fetch; readonly lost: () => number } {
  const seen = new Set<string>();
  let lost = 0;
  return {
    lost: () => lost,
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      const key = new Headers(init?.headers).get('Idempotency-Key');
      if (key === null || seen.has(key)) return answer;
      seen.add(key);
      lost += 1;
      throw new TypeError('fetch failed');
    },
  };
}

/** The package as it is published, against a server. */
export async function journey(baseUrl: string, check: Check): Promise<void> {
  const told: (Session | null)[] = [];
  const cat = new Kitroom({ baseUrl: `${baseUrl}/`, onSession: (session) => told.push(session) });
  const admin = new Kitroom({ baseUrl });
  await admin.login('admin', 'admin');

  await sessions(cat, told, baseUrl, check);
  await lists(cat, check);
  await errors(cat, check);
  await changes(cat, baseUrl, check);
  await kit(admin, cat, check);
  types(cat);

  for (const run of await collect(cat.runs.all({ fields: [] }))) await cat.runs.remove(run.id);
  const gone = await admin.users.remove('cat');
  check('a removal answers what is gone', gone.username === 'cat');
  const refused = await refusalOf(cat.me());
  check(
    'a token of a deleted user is refused, and forgotten',
    refused.status === 401 && cat.session === null,
  );
  check('the end of the session is told', told.at(-1) === null);
}

async function sessions(
  cat: Kitroom,
  told: (Session | null)[],
  baseUrl: string,
  check: Check,
): Promise<void> {
  const created = await cat.users.create({ username: 'cat', password, time_zone: 'Asia/Kolkata' });
  check('a user registers', created.id === 'cat' && created.email === null);
  const wrong = await refusalOf(cat.login('cat', 'wrong'));
  check('a wrong password is an error', wrong.status === 401 && wrong.code === 'WRONG_LOGIN');
  check('and no session', cat.session === null && told.length === 0);
  await cat.login('cat', password);
  check('a login keeps the session', cat.session !== null && told.at(-1) === cat.session);
  check('the user is known', (await cat.me()).username === 'cat');

  const before = cat.session;
  await Promise.all([cat.renew(), cat.renew(), cat.me()]);
  check('a renewal changes the token, once', cat.session?.token !== before?.token && told.length === 2);
  const due = new Kitroom({ baseUrl, session: cat.session && { ...cat.session, renewAt: 0 } });
  const [me] = await Promise.all([due.me(), due.me()]);
  check(
    'a kept session is taken up, and renewed when due',
    me.id === 'cat' && (due.session?.renewAt ?? 0) > 0,
  );
  const other = new Kitroom({ baseUrl });
  await other.login('cat', password);
  const { session } = other;
  await other.logout();
  check('a logout ends the session', other.session === null);
  const late = await refusalOf(new Kitroom({ baseUrl, session }).me());
  check('on the server too', late.status === 401);
  check('who is not logged in is refused', (await refusalOf(other.me())).status === 401);
}

async function lists(cat: Kitroom, check: Check): Promise<void> {
  for (let day = 0; day < 7; day += 1) await cat.runs.create(runOn(day, 1000 * (day + 1)));
  const { where } = cat.runs;

  const all = await collect(cat.runs.all({ size: 3 }));
  check('a walk finds every record once', new Set(all.map(({ id }) => id)).size === 7 && all.length === 7);
  const filter = where.and(where.gt('distance', 2000), where.not(where.in('distance', [4000, 5000])));
  const some = await collect(cat.runs.all({ filter, sort: '-distance', size: 2 }));
  check('filtered and sorted', some.map(({ distance }) => distance).join() === '7000,6000,3000');

  const walked: string[] = [];
  for await (const run of cat.runs.all({ sort: 'distance', size: 2 })) {
    walked.push(run.id);
    if (walked.length === 2) await cat.runs.remove(run.id);
  }
  check('a walk skips nothing where others delete', walked.length === 7);

  const page = await cat.runs.list({ size: 4, sort: ['distance', '-id'] });
  check('a page has its records and the total', page.records.length === 4 && page.total === 6);
  const rest = await page.next?.();
  check('and leads to the next', rest?.records.length === 2 && rest.next === null);
  const second = await cat.runs.list({ size: 4, page: 2, count: false, filter: where.isNotNull('distance') });
  check('a page by its number, uncounted', second.records.length === 2 && second.total === null);
  const sparse = await cat.runs.list({ fields: ['distance'] });
  check(
    'fields leave others out',
    Object.keys(sparse.records[0] ?? {})
      .sort()
      .join() === 'distance,id',
  );
  const one = await cat.runs.get(page.records[0]?.id ?? '', { fields: ['date', 'user'] });
  check('of one record, too', one.user === 'cat' && Object.keys(one).length === 3);
  const [report] = await collect(cat.reports.all({ filter: cat.reports.where.ge('distance', 7000) }));
  check('reports sum up what the filter finds', report?.run_count === 1 && report.total_distance === 7000);
  await everyOperator(cat, check);
}

async function everyOperator(cat: Kitroom, check: Check): Promise<void> {
  const { where } = cat.runs;
  const users = cat.users.where;
  const day = new Date(START);
  const cases: readonly (readonly [string, Filter<'runs'>, number])[] = [
    ['eq', where.eq('distance', 7000), 1],
    ['eq null', where.eq('user.email', null), 6],
    ['ne', where.ne('weather_status', 'failed'), 6],
    ['gt, by a Date', where.gt('start_time', day), 5],
    ['ge', where.ge('start_time', day), 6],
    ['lt', where.lt('start_time', '2024-05-03'), 1],
    ['le', where.le('date', '2024-05-01'), 1],
    ['between', where.between('start_time', day, '2024-05-04'), 3],
    ['in', where.in('id', ['0', 1_000_000]), 0],
    ['notIn', where.notIn('date', ['2024-05-01']), 5],
    ['isNull', where.isNull('user.phone'), 6],
    ['isNotNull', where.isNotNull('distance'), 6],
    ['like', where.like('user', 'c_t'), 6],
    ['ilike', where.ilike('user.username', 'C%'), 6],
    ['notLike', where.notLike('user', 'c_t'), 0],
    ['notIlike', where.notIlike('user', 'B%'), 6],
    ['contains', where.contains('user.time_zone', 'Kolkata'), 6],
    ['icontains', where.icontains('user.time_zone', 'kolkata'), 6],
    ['startsWith', where.startsWith('user.time_zone', 'Asia/'), 6],
    ['istartsWith', where.istartsWith('user.time_zone', 'asia/'), 6],
    ['endsWith', where.endsWith('user.time_zone', '%'), 0],
    ['iendsWith', where.iendsWith('user.time_zone', 'KATA'), 6],
    ['match', where.match('user.time_zone', 'kata asia'), 6],
    ['compare', where.compare('end_time', 'gt', 'start_time'), 6],
    ['or', where.or(where.eq('distance', 1000), where.eq('user.active', false)), 1],
    ['names', where.eq('user.roles', 'regular'), 6],
    ['has', where.has('user', users.eq('active', true)), 6],
    ['has any', where.has('user', users.any('runs', where.gt('distance', 8000))), 0],
    ['any at all', where.has('user', users.any('runs')), 6],
  ];
  for (const [name, filter, count] of cases) {
    const { total } = await cat.runs.list({ filter, size: 1 });
    check(`filter: ${name}`, total === count);
  }
}

async function errors(cat: Kitroom, check: Check): Promise<void> {
  const invalid = await refusalOf(cat.runs.create({ ...runOn(0, 0), start_lat: 91 }));
  check(
    'an invalid record names its fields',
    Object.keys(invalid.fields).sort().join() === 'distance,start_lat',
  );
  check('and is 422', invalid.status === 422 && invalid.code === 'INVALID' && invalid.message !== '');
  const tooMany = await refusalOf(cat.runs.list({ size: 1001 }));
  check(
    'a bad parameter is named',
    tooMany.parameter === 'page[size]' && tooMany.code === 'MAX_SIZE_EXCEEDED',
  );
  const odd = await refusalOf(cat.runs.list({ filter: cat.runs.where.and() }));
  check('and where in it the fault is', odd.parameter === 'filter' && odd.meta['pointer'] === '/and');
  const missing = await refusalOf(cat.runs.get('1/../../users'));
  check('an id is no path', missing.status === 404);
  const nowhere = new Kitroom({ baseUrl: 'http://127.0.0.1:9' });
  const silent = await refusalOf(nowhere.login('cat', password));
  check('no answer is an error', silent.status === 0 && silent.code === 'UNREACHABLE');
  const aborted = await cat.me({ signal: AbortSignal.abort() }).catch((error: unknown) => error);
  check('an aborted request says so', aborted instanceof Error && aborted.name === 'AbortError');
}

async function changes(cat: Kitroom, baseUrl: string, check: Check): Promise<void> {
  const [run] = await collect(cat.runs.all({ filter: cat.runs.where.eq('distance', 7000) }));
  const id = run?.id ?? '';
  const { record, version } = await cat.runs.read(id);
  await cat.runs.update(id, { distance: record.distance + 1 }, { ifMatch: version });
  const stale = await refusalOf(cat.runs.update(id, { distance: 9 }, { ifMatch: version }));
  check(
    'a change of an old version is refused',
    stale.status === 412 && stale.code === 'PRECONDITION_FAILED',
  );
  check('and not made', (await cat.runs.get(id)).distance === 7001);
  check('nor is it deleted', (await refusalOf(cat.runs.remove(id, { ifMatch: version }))).status === 412);

  const edits = Array.from({ length: 4 }, () =>
    cat.runs.edit(id, ({ distance }) => ({ distance: distance + 10 })),
  );
  await Promise.all(edits);
  check('edits at the same time all count', (await cat.runs.get(id)).distance === 7041);
  const kept: Run = await cat.runs.edit(id, () => null);
  check('an edit may leave things as they are', kept.distance === 7041);

  const network = losing();
  const far = new Kitroom({ baseUrl, session: cat.session, fetch: network.fetch });
  const before = (await cat.runs.list({ size: 1 })).total;
  const created = await far.runs.create(runOn(20, 500));
  check('a lost answer is asked for again', created.distance === 500 && network.lost() === 1);
  check('and nothing is done twice', (await cat.runs.list({ size: 1 })).total === (before ?? 0) + 1);
  const edited = await far.runs.edit(created.id, ({ distance }) => ({ distance: distance * 2 }));
  check('an edit survives it as well', edited.distance === 1000 && network.lost() === 2);
  const first = await cat.runs.create(runOn(21, 600), { idempotencyKey: 'cat-21' });
  const again = await cat.runs.create(runOn(21, 600), { idempotencyKey: 'cat-21' });
  check('a key of one’s own means the same change', first.id === again.id);
  const user = await cat.users.update('cat', { password: 'another horse battery' });
  check('a new password answers the user', user.id === 'cat' && user.time_zone === 'Asia/Kolkata');
}

async function kit(admin: Kitroom, cat: Kitroom, check: Check): Promise<void> {
  const item = await admin.items.create({ id: 'rope:1', description: 'A rope' });
  await admin.setMode('self-service');
  check('the mode is set', (await cat.mode()) === 'self-service');
  await cat.items.update(item.id, { loanedto: 'cat' });
  const [loan] = (await cat.loans.list({ filter: cat.loans.where.eq('item', item.id) })).records;
  check('a member lends an item', loan?.borrower === 'cat' && loan.returned_at === null);
  const found = await admin.items.list({
    filter: admin.items.where.has('loanedto', admin.users.where.eq('id', 'CAT')),
  });
  check('items are found by who holds them', found.records[0]?.id === item.id);
  const taken = await refusalOf(admin.loans.create({ item: item.id }));
  check('what is on loan is not lent', taken.status === 409);
  const back = await cat.loans.giveBack(loan?.id ?? '');
  check('it comes back', back.status === 'returned');
  const lent = await admin.loans.create({ item: item.id, borrower: 'cat' });
  await admin.loans.giveBack(lent.id);
  const used = await admin.items.list({
    filter: admin.items.where.any('loans', admin.loans.where.eq('borrower', 'cat')),
  });
  check('items are found by their loans', used.total === 1);
  await admin.items.remove(item.id);
  await admin.setMode('admin-operated');
  const role = await admin.roles.create({ name: 'quartermaster', permissions: ['items', 'loans'] });
  const renamed = await admin.roles.update(role.id, { description: 'Keeps the kit.' });
  check('roles are made and changed', renamed.description === 'Keeps the kit.');
  await admin.roles.remove(role.id);
}

/** What must not compile; it is never called for its effect. */
function types({ runs, items, users }: Kitroom): readonly unknown[] {
  return [
    // @ts-expect-error -- no such field
    () => runs.where.gt('length', 5),
    // @ts-expect-error -- a number
    () => runs.where.gt('distance', '5'),
    // @ts-expect-error -- one of a few words
    () => runs.where.eq('weather_status', 'fine'),
    // @ts-expect-error -- text only
    () => runs.where.contains('distance', '5'),
    // @ts-expect-error -- no order
    () => items.where.gt('available', true),
    // @ts-expect-error -- sets have no null
    () => users.where.isNull('roles'),
    // @ts-expect-error -- not a relationship
    () => runs.where.has('distance'),
    // @ts-expect-error -- a filter of users
    () => runs.where.has('user', runs.where.gt('distance', 5)),
    // @ts-expect-error -- a filter of another list
    () => runs.list({ filter: items.where.eq('available', true) }),
    // @ts-expect-error -- another kind of field
    () => runs.where.compare('distance', 'gt', 'user'),
    // @ts-expect-error -- no order
    () => items.list({ sort: 'available' }),
    // @ts-expect-error -- no such field
    () => runs.list({ fields: ['length'] }),
    // @ts-expect-error -- a field that was not asked for
    () => runs.get('1', { fields: ['date'] }).then((run) => run.distance),
    // @ts-expect-error -- what is derived cannot be set
    () => runs.update('1', { duration: 5 }),
  ];
}
