import { DAY, MINUTE } from '../weather/hours.js';
import type { ImaginedItem } from './items.js';
import type { Member } from './members.js';
import { Random } from './random.js';

/** A loan as it is stored; null for `returnedAt` while it is open. */
export interface ImaginedLoan {
  readonly item: ImaginedItem;
  readonly borrowerId: string;
  readonly lentById: string;
  readonly returnedById: string | null;
  readonly loanedAt: Date;
  readonly dueAt: Date | null;
  readonly returnedAt: Date | null;
}

/** Those who may borrow, the keenest first, and who hands things out. */
export interface Counter {
  readonly borrowers: readonly Member[];
  readonly quartermasterId: string;
}

const HISTORY_DAYS = 730;
const LOAN_DAYS = [3, 7, 14, 14, 14, 28];

/** Two years of lending, item by item and without overlap, in the order in which things were lent. */
export function imagineLoans(
  seed: number,
  items: readonly ImaginedItem[],
  counter: Counter,
  now: Date,
): readonly ImaginedLoan[] {
  const loans = items.flatMap((item) =>
    historyOf(Random.of(seed, `loans of ${item.id}`), item, counter, now),
  );
  return loans.sort((one, other) => one.loanedAt.getTime() - other.loanedAt.getTime());
}

function historyOf(random: Random, item: ImaginedItem, counter: Counter, now: Date): readonly ImaginedLoan[] {
  const history: ImaginedLoan[] = [];
  if (item.demand === 0) return history;
  let free = Math.max(item.createdAt.getTime(), now.getTime() - HISTORY_DAYS * DAY);
  for (;;) {
    const loanedAt = openingHour(random, free + pause(random, item.demand));
    if (loanedAt >= now) return history;
    const loan = lend(random, item, counter, loanedAt, now);
    if (!loan) return history;
    history.push(loan);
    if (!loan.returnedAt) return history;
    free = loan.returnedAt.getTime();
  }
}

/** How long it lies on its shelf: from days to more than a year, in milliseconds. */
const pause = (random: Random, demand: number): number =>
  -Math.log(1 - random.next()) * (12 + 300 * (1 - demand) ** 2) * DAY;

/** When the club is open on the day after an instant. */
function openingHour(random: Random, instant: number): Date {
  const day = Math.floor(instant / DAY) + 1;
  return new Date(day * DAY + random.whole(9 * 60, 18 * 60) * MINUTE);
}

function lend(
  random: Random,
  item: ImaginedItem,
  { borrowers, quartermasterId }: Counter,
  loanedAt: Date,
  now: Date,
): ImaginedLoan | null {
  const borrower = borrowerAt(random, borrowers, loanedAt);
  if (!borrower) return null;
  const days = random.pick(LOAN_DAYS);
  const hasDate = random.chance(0.85);
  const dueAt = hasDate ? new Date(loanedAt.getTime() + days * DAY) : null;
  const kept = days * (random.chance(0.12) ? random.between(1.05, 3) : random.between(0.2, 1)) * DAY;
  const back = openingHour(random, loanedAt.getTime() + kept);
  const isBack = back < now;
  return {
    item,
    borrowerId: borrower.id,
    lentById: random.chance(0.75) ? quartermasterId : borrower.id,
    returnedById: isBack ? (random.chance(0.75) ? quartermasterId : borrower.id) : null,
    loanedAt,
    dueAt,
    returnedAt: isBack ? back : null,
  };
}

/** A few borrow most. Nobody is found where everybody who was asked joined later. */
function borrowerAt(random: Random, borrowers: readonly Member[], at: Date): Member | undefined {
  const asked = Array.from({ length: 12 }, () => random.favour(borrowers));
  return asked.find(({ joinedAt }) => joinedAt < at);
}
