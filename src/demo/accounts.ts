import { BENGALURU, FREIBURG, type Town } from './towns.js';

/** Everybody in the demonstration has this password: it is public, so the demonstration is for trying things only. */
export const DEMO_PASSWORD = 'kitroom-demo';

/** Somebody to log in as, and what that shows. */
export interface Account {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly roles: readonly string[];
  readonly town: Town;
  readonly shows: string;
}

/** Roles of the club's own. */
export const clubRoles = [
  {
    name: 'quartermaster',
    description: 'Looks after the kit and lends it.',
    permissions: ['items', 'loans'],
  },
  { name: 'coach', description: 'Reads and corrects everybody’s runs.', permissions: ['runs'] },
] as const;

export const QUARTERMASTER = 'quinn';

export const accounts: readonly Account[] = [
  {
    username: QUARTERMASTER,
    firstName: 'Quinn',
    lastName: 'Maier',
    roles: ['quartermaster'],
    town: FREIBURG,
    shows: 'lends the kit: items and everybody’s loans',
  },
  {
    username: 'cora',
    firstName: 'Cora',
    lastName: 'Shetty',
    roles: ['coach'],
    town: BENGALURU,
    shows: 'a coach: everybody’s runs and reports',
  },
  {
    username: 'uma',
    firstName: 'Uma',
    lastName: 'Rao',
    roles: ['usermanager'],
    town: BENGALURU,
    shows: 'administers members',
  },
  {
    username: 'bob',
    firstName: 'Bob',
    lastName: 'Keller',
    roles: ['regular'],
    town: FREIBURG,
    shows: 'a member who runs a lot',
  },
  {
    username: 'asha',
    firstName: 'Asha',
    lastName: 'Nair',
    roles: ['regular'],
    town: BENGALURU,
    shows: 'a member who borrows a lot',
  },
];
