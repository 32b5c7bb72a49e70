import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { BoundedQueue } from '../shared/limits/bounded-queue.js';

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Node has four threads for work of this kind, unless told otherwise: one is left for files and names of hosts. */
const THREADS = 3;
const AT_ONCE = Math.min(THREADS, availableParallelism());
/** Two seconds' worth for each, at 20 ms a hash. */
const WAITING = AT_ONCE * 100;

/** All hashes of this process: any number of logins at once leaves it cores, threads and memory for everything else. */
export const hashing = new BoundedQueue({ atOnce: AT_ONCE, waiting: WAITING, retryAfter: 2 });

/**
 * Those of requests that have a connection to themselves meanwhile, as lists of operations do: lists of registrations must
 * not take all connections for as long as their hashes need.
 */
const hashingInTransactions = new BoundedQueue({ atOnce: 1, waiting: 2, retryAfter: 2 });

/** A hash of a password that nobody has: checking against it costs what checking a real one costs. */
const nobodysHash = hash(crypto.randomUUID(), PARAMETERS);

/** Throws 503 `BUSY` where too many passwords are waiting for it; in a transaction few are too many. */
export const hashPassword = (password: string, isInTransaction = false): Promise<string> =>
  isInTransaction
    ? hashingInTransactions.run(() => hashPassword(password))
    : hashing.run(() => hash(spelled(password), PARAMETERS));

/** UTF-8 would make one of all lone halves of surrogate pairs, and thereby of passwords that differ; JSON spells them. */
const spelled = (password: string): string => (password.isWellFormed() ? password : JSON.stringify(password));

/**
 * Whether the password is right; where there is no user, the same work is done and the answer is no. Throws 503 `BUSY`
 * where too many are waiting, whether or not there is a user.
 */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const against = hashed ?? (await nobodysHash);
  const matches = await hashing.run(() => verify(against, spelled(password)));
  return matches && hashed !== null;
}
