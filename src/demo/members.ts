import { DAY, HOUR } from '../weather/hours.js';
import { accounts } from './accounts.js';
import { Random } from './random.js';
import { BENGALURU, FREIBURG, type Town } from './towns.js';

/** Somebody in the club. */
export interface Member {
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly town: Town;
  readonly active: boolean;
  readonly roles: readonly string[];
  readonly joinedAt: Date;
}

/** How long ago the oldest members joined. */
const OLDEST_DAYS = 1100;

/** The accounts to log in with come first, then as many others as asked for; no two have a name in common. */
export function imagineMembers(seed: number, count: number, now: Date): readonly Member[] {
  const random = Random.of(seed, 'members');
  const founded = new Date(now.getTime() - OLDEST_DAYS * DAY);
  const known = accounts.map(({ username, firstName, lastName, roles, town }) =>
    describe(random, { username, firstName, lastName, roles, town, joinedAt: founded, active: true }),
  );
  const taken = new Set(known.map(({ username }) => username));
  const others = Array.from({ length: count }, () => {
    const town = random.chance(0.6) ? FREIBURG : BENGALURU;
    const firstName = random.pick(town.givenNames);
    const lastName = random.pick(town.familyNames);
    const joinedAt = new Date(now.getTime() - Math.round(random.between(HOUR / DAY, OLDEST_DAYS) * DAY));
    const username = free(taken, `${firstName}.${lastName}`.toLowerCase());
    const active = random.chance(0.94);
    return describe(random, { username, firstName, lastName, roles: ['regular'], town, joinedAt, active });
  });
  return [...known, ...others];
}

function describe(random: Random, who: Omit<Member, 'id' | 'email' | 'phone'>): Member {
  const email = random.chance(0.92) ? `${who.username}@club.example` : null;
  return { ...who, id: random.uuid(), email, phone: random.chance(0.7) ? phone(random) : null };
}

/** `anna.bauer`, then `anna.bauer2`; the name is taken from now on. */
function free(taken: Set<string>, wish: string): string {
  let name = wish;
  for (let number = 2; taken.has(name); number += 1) name = `${wish}${number}`;
  taken.add(name);
  return name;
}

/** Of London's range that Ofcom keeps for stories: valid, and nobody's. */
const phone = (random: Random): string => `+442079460${String(random.whole(0, 999)).padStart(3, '0')}`;
