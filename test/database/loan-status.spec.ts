import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Club } from '../support/club.js';

const STATUSES = ['open', 'overdue', 'returned'];
/** When each is due and when it came back, in days from now. */
const LOANS: readonly (readonly [due: number | null, returned: number | null])[] = [
  [null, null],
  [1, null],
  [-1, null],
  [-1, -2],
  [1, -2],
  [null, -2],
];

let club: Club;
beforeAll(async () => {
  club = await Club.open();
  await club.database.query(
    `WITH thing AS (INSERT INTO items (id, description) SELECT n::text, 'thing' FROM generate_series(1, $1::int) n
       RETURNING id)
     INSERT INTO loans (item_id, item_description, borrower_id, loaned_at, due_at, returned_at)
     SELECT thing.id, 'thing', users.id, now() - interval '9 days', now() + due * interval '1 day',
       now() + returned * interval '1 day'
     FROM unnest($2::int[], $3::int[]) WITH ORDINALITY AS dates (due, returned, n)
     JOIN thing ON thing.id = n::text CROSS JOIN users`,
    [LOANS.length, LOANS.map(([due]) => due), LOANS.map(([, returned]) => returned)],
  );
});
afterAll(() => club.close());

interface Loan {
  readonly id: string;
  readonly status: string;
}

async function loans(filter = ''): Promise<readonly Loan[]> {
  const { body } = await club.admin.plain.get(`/loans?sort=id&${filter}`);
  return (body as { loans: readonly Loan[] }).loans;
}

describe('the status of a loan', () => {
  it('is each of the three in this club', async () => {
    expect((await loans()).map(({ status }) => status)).toEqual([
      'open',
      'open',
      'overdue',
      'returned',
      'returned',
      'returned',
    ]);
  });

  it.each([
    ...STATUSES.flatMap((status) => [
      [`[eq]=${status}`, (shown: string) => shown === status] as const,
      [`[ne]=${status}`, (shown: string) => shown !== status] as const,
    ]),
    ['[in]=open,overdue', (shown: string) => shown !== 'returned'],
    ['[not_in]=open,overdue', (shown: string) => shown === 'returned'],
    ['[eq]=lost', () => false],
    ['[not_in]=lost,constructor', () => true],
    ['[startswith]=o', (shown: string) => shown.startsWith('o')],
  ] as const)('filters by %s as it is shown', async (filter, fits) => {
    const expected = (await loans()).filter(({ status }) => fits(status));
    expect(await loans(`filter[status]${filter}`)).toEqual(expected);
  });
});
