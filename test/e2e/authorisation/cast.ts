import { PERMISSIONS, type Permission } from '../../../src/shared/access/caller.js';

/** Whoever asks with a token that counts: what their roles allow, as the contract has it. */
export const CALLERS = {
  regular: [],
  another: [],
  usermanager: ['users'],
  admin: PERMISSIONS,
  'first-admin': PERMISSIONS,
  'only-roles': ['roles'],
  'only-items': ['items'],
  'only-loans': ['loans'],
  'only-runs': ['runs'],
  'only-mode': ['mode'],
  'items-and-loans': ['items', 'loans'],
  'users-and-roles': ['users', 'roles'],
  archivist: ['users', 'runs', 'loans'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

/** Whoever asks with a token that counts no longer. */
export const DEAD = ['deleted', 'inactive', 'expired', 'revoked'] as const;

export type LiveCaller = keyof typeof CALLERS;
export type DeadCaller = (typeof DEAD)[number];
export type CallerName = LiveCaller | DeadCaller | 'nobody';

export const LIVE = Object.keys(CALLERS) as readonly LiveCaller[];
export const EVERYBODY: readonly CallerName[] = ['nobody', ...DEAD, ...LIVE];

export const isLive = (caller: CallerName): caller is LiveCaller => Object.hasOwn(CALLERS, caller);

const BUILT_IN = ['regular', 'usermanager', 'admin'];

/** The role that a caller has: one of the club's own where none that is built in allows just this. */
export function roleOf(caller: LiveCaller): string {
  if (caller === 'another') return 'regular';
  return caller === 'first-admin' ? 'admin' : caller;
}

/** The roles that are to be made. */
export const OWN_ROLES = LIVE.map(roleOf).filter((role) => !BUILT_IN.includes(role)) as readonly LiveCaller[];

/** Who is called what: the first admin came with the server. */
export const usernameOf = (caller: CallerName): string => {
  if (caller === 'first-admin') return 'admin';
  return caller === 'admin' ? 'ada' : caller;
};

/** Others, whose records callers ask for. */
export const OTHERS = {
  /** Regular; has runs, and holds an item. */
  carl: 'regular',
  /** Regular; holds nothing. */
  dora: 'regular',
  /** May set the mode: somebody with a permission. */
  pat: 'only-mode',
} as const;
