import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of a password that nobody has: checking against it costs what checking a real one costs. */
const nobodysHash = hash(crypto.randomUUID(), PARAMETERS);

export const hashPassword = (password: string): Promise<string> => hash(spelled(password), PARAMETERS);

/** UTF-8 would make one of all lone halves of surrogate pairs, and thereby of passwords that differ; JSON spells them. */
const spelled = (password: string): string => (password.isWellFormed() ? password : JSON.stringify(password));

/** Whether the password is right; where there is no user, the same work is done and the answer is no. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const matches = await verify(hashed ?? (await nobodysHash), spelled(password));
  return matches && hashed !== null;
}
