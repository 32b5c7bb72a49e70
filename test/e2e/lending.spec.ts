import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import { Club } from '../support/club.js';
import { addCast, addItem, type Cast, historyOf, type Role } from '../support/lending-cast.js';

let club: Club;
let cast: Cast;
beforeAll(async () => {
  club = await Club.open();
  cast = await addCast(club);
});
afterAll(() => club.close());

const MODES = ['admin-operated', 'self-service'] as const;
const STATES = ['free', 'mine', 'carl’s'] as const;
const METHODS = ['PUT', 'PATCH'] as const;
type Outcome = 'lent' | 'moved' | 'back' | 'same' | 403 | 404 | 409;

/** Of an item that is free, one's own, or Carl's. */
type Outcomes = readonly [free: Outcome, mine: Outcome, carls: Outcome];
const never: Outcomes = [403, 403, 403];

const withoutPermission = {
  'admin-operated': { me: never, carl: never, unknown: never, idle: never, nobody: never },
  'self-service': {
    me: ['lent', 'same', 409],
    carl: never,
    unknown: never,
    idle: never,
    nobody: ['same', 'back', 403],
  },
} as const satisfies Record<string, Record<string, Outcomes>>;

const withPermission = {
  me: ['lent', 'same', 'moved'],
  carl: ['lent', 'moved', 'same'],
  unknown: [404, 404, 404],
  idle: [404, 404, 404],
  nobody: ['same', 'back', 'back'],
} as const satisfies Record<string, Outcomes>;

type To = keyof typeof withPermission;
const TARGETS = Object.keys(withPermission) as To[];
const ROLES: readonly Role[] = ['regular', 'usermanager', 'keeper', 'lender', 'admin'];

const cases = ROLES.flatMap((role) =>
  MODES.flatMap((mode) =>
    TARGETS.flatMap((to) =>
      STATES.map((state, at) => {
        const table =
          role === 'lender' || role === 'admin' ? withPermission[to] : withoutPermission[mode][to];
        return [role, mode, state, to, table[at as 0 | 1 | 2]] as const;
      }),
    ),
  ),
);

/** What is sent for each target. */
const nameOf = (to: To, role: Role): string | null =>
  ({ me: cast[role].username, carl: 'carl', unknown: 'no-such-user', idle: 'idle', nobody: null })[to];

async function itemIn(state: (typeof STATES)[number], role: Role): Promise<string> {
  const id = fresh('item-');
  await addItem(club, id, { free: null, mine: cast[role].username, 'carl’s': 'carl' }[state]);
  return id;
}

describe.each(MODES)('in the mode %s', (mode) => {
  beforeAll(() => club.setMode(mode));

  it.each(cases.filter(([, when]) => when === mode))(
    '%s (%s) hands an item that is %s to %s: %s',
    async (role, _mode, state, to, outcome) => {
      for (const [at, format] of FORMATS.entries()) {
        const id = await itemIn(state, role);
        const method = METHODS[(at + STATES.indexOf(state)) % 2] ?? 'PUT';
        const body = bodyOf(format, 'loan-item', { loanedto: nameOf(to, role) }, id);
        const ask = () => cast[role][format].send(method, `/loan-items/${id}`, body);
        if (typeof outcome === 'number') {
          expect(await refused(club, ask)).toMatchObject({ status: outcome, ...DETAILS[outcome] });
          continue;
        }
        const before = await club.everything();
        const answer = await ask();
        expect(answer.status).toBe(200);
        expect(recordIn(answer).id).toBe(id);
        await showOutcome(id, role, nameOf(to, role), outcome, before);
      }
    },
  );

  const DETAILS = {
    403: { detail: 'Not authorized.' },
    404: { detail: 'User not found.', code: 'USER_NOT_FOUND' },
    409: { detail: 'Item is already on loan.', code: 'ITEM_ON_LOAN' },
  };

  async function showOutcome(
    id: string,
    role: Role,
    to: string | null,
    outcome: 'lent' | 'moved' | 'back' | 'same',
    before: unknown,
  ): Promise<void> {
    const by = cast[role].username;
    const history = await historyOf(club, id);
    const [first, second] = history;
    if (outcome === 'same') expect(await club.everything()).toEqual(before);
    if (outcome === 'lent') expect(history).toMatchObject([{ borrower: to, lent_by: by, returned_at: null }]);
    if (outcome === 'back') {
      expect(history).toMatchObject([{ returned_by: by, returned_at: expect.any(Date) }]);
    }
    if (outcome === 'moved') {
      expect(history).toMatchObject([
        { returned_by: by, returned_at: expect.any(Date) },
        { borrower: to, lent_by: by, returned_at: null },
      ]);
      expect(Number(second?.loaned_at)).toBeGreaterThanOrEqual(Number(first?.returned_at));
    }
    const { body } = await club.admin.plain.get(`/loan-items/${id}`);
    const holder = history.find(({ returned_at }) => returned_at === null)?.borrower ?? null;
    expect(body['loan-item']).toMatchObject({ loanedto: holder, available: holder === null });
  }
});

describe.each(FORMATS)('an edit that lends, in %s', (format) => {
  const both = (role: Role, id: string, loanedto: string | null) =>
    cast[role][format].patch(
      `/loan-items/${id}`,
      bodyOf(format, 'loan-item', { description: 'new', loanedto }, id),
    );

  it.each(MODES)('needs both permissions, and does both or neither (%s)', async (mode) => {
    await club.setMode(mode);
    const id = fresh('item-');
    await addItem(club, id, null);
    for (const role of ['regular', 'usermanager', 'keeper', 'lender'] as const) {
      expect(await refused(club, () => both(role, id, 'carl'))).toMatchObject({ status: 403 });
    }
    for (const role of ['regular', 'usermanager', 'lender'] as const) {
      expect(await refused(club, () => both(role, id, cast[role].username))).toMatchObject({ status: 403 });
    }
    expect(await refused(club, () => both('admin', id, 'no-such-user'))).toMatchObject({ status: 404 });
    expect(await refused(club, () => both('admin', id, 'idle'))).toMatchObject({ status: 404 });
    expect(recordIn(await both('admin', id, 'CARL'))).toMatchObject({
      description: 'new',
      loanedto: 'carl',
      available: false,
    });
    expect(recordIn(await both('admin', id, null))).toMatchObject({ loanedto: null, available: true });
  });

  it('leaves the description of earlier loans as it was', async () => {
    const id = fresh('item-');
    await addItem(club, id, 'carl', 'old');
    await both('admin', id, 'ann');
    const loans = await club.admin.plain.get(`/loan-items/${id}/loans`);
    expect(loans.body.loans.map((loan: { item_description: string }) => loan.item_description)).toEqual([
      'new',
      'old',
    ]);
  });
});

describe.each(FORMATS)('an item that is entered and lent at once, in %s', (format) => {
  const enter = (role: Role, loanedto: string | null) => {
    const fields = { description: 'drill', loanedto };
    return cast[role][format].post('/loan-items', bodyOf(format, 'loan-item', fields));
  };

  it.each(MODES)('needs both permissions too (%s)', async (mode) => {
    await club.setMode(mode);
    for (const role of ['regular', 'usermanager', 'keeper', 'lender'] as const) {
      expect(await refused(club, () => enter(role, 'carl'))).toMatchObject({ status: 403 });
    }
    expect(await refused(club, () => enter('admin', 'no-such-user'))).toMatchObject({ status: 404 });
    expect(await refused(club, () => enter('admin', 'idle'))).toMatchObject({ status: 404 });
    const answer = await enter('admin', 'carl');
    expect(answer.status).toBe(201);
    const record = recordIn(answer);
    expect(record).toMatchObject({ loanedto: 'carl', available: false });
    expect(await historyOf(club, record.id)).toMatchObject([{ borrower: 'carl', lent_by: 'admin' }]);
    expect(recordIn(await enter('keeper', null))).toMatchObject({ loanedto: null, available: true });
  });
});

describe.each(FORMATS)('what is no user, in %s', (format) => {
  it.each([
    ['a\0b', 422],
    ['\ud800', 422],
    ['', 200],
    ['-', 404],
    ["carl' --", 404],
    ['%', 404],
  ])('%j: %i', async (loanedto, status) => {
    const id = fresh('item-');
    await addItem(club, id, null);
    const before = await club.everything();
    const body = bodyOf(format, 'loan-item', { loanedto }, id);
    expect(await club.admin[format].put(`/loan-items/${id}`, body)).toMatchObject({ status });
    expect(await club.everything()).toEqual(before);
  });
});

describe('linkage of what holds an item', () => {
  const put = async (member: unknown) => {
    const id = fresh('item-');
    await addItem(club, id, null);
    const data = { type: 'loan-item', id, relationships: { loanedto: member } };
    return refused(club, () => club.admin.jsonApi.put(`/loan-items/${id}`, { data }));
  };

  it.each([
    ['of another type', { data: { type: 'run', id: '1' } }, 409, '/data/relationships/loanedto/data/type'],
    ['without a type', { data: { id: 'carl' } }, 400, '/data/relationships/loanedto/data'],
    ['with a number', { data: { type: 'user', id: 7 } }, 400, '/data/relationships/loanedto/data/id'],
    ['as a list', { data: [] }, 400, '/data/relationships/loanedto/data'],
    ['without data', {}, 400, '/data/relationships/loanedto'],
    ['as a name', 'carl', 400, '/data/relationships/loanedto'],
  ])('%s is refused with its pointer', async (_, member, status, pointer) => {
    expect(await put(member)).toMatchObject({ status, places: [pointer] });
  });
});
