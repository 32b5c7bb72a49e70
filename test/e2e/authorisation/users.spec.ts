import { AUTH } from './tables/auth.js';
import { SESSIONS } from './tables/sessions.js';
import { USERS } from './tables/users.js';
import { tryTable } from './try-table.js';

tryTable({ ...AUTH, ...SESSIONS, ...USERS });
