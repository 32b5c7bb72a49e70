import { ADMIN_PASSWORD } from '../../../support/settings.js';
import { ANYBODY, flat, operation, type Table } from '../table.js';

const right = () => ({ username: 'admin', password: ADMIN_PASSWORD });
const wrong = () => ({ username: 'admin', password: 'not the password' });

/** Contract, section 4: a token sent along with a login is ignored; everything else here needs one that counts. */
const login = flat(
  { does: 'with the right password', body: right, on: { '-': ANYBODY(200) }, modes: ['self-service'] },
  { does: 'with a wrong password', body: wrong, on: { '-': ANYBODY(401) }, modes: ['admin-operated'] },
);

const logout = flat({ on: { '-': 200 } });

export const AUTH: Table = {
  login,
  loginUser: login,
  refreshToken: flat({ on: { '-': 200 }, changesNothing: true }),
  logout,
  logoutUser: logout,
  getMe: operation({ on: { '-': 200 } }),
};
