import type { Random } from '../../src/demo/random.js';
import { ADMIN, PASSWORD, usernameOf } from '../data/members.js';
import type { BenchRequest, Case } from './request.js';

export const post: Case = {
  name: 'post a run (weather off)',
  script:
    (random, { members, runners }) =>
    () => ({
      method: 'POST',
      path: '/runs',
      // Not the runners, whose thousand runs others count.
      member: random.whole(runners + 1, members),
      body: { data: { type: 'run', attributes: runAttributes(random) } },
      expect: 201,
    }),
};

export const lend: Case = {
  name: 'lend and return',
  script: (random, { items, openLoans, members }, connection, connections) => {
    const own = Math.floor((items - openLoans) / connections);
    let item = 0;
    let lent = false;
    return () => {
      if (!lent) item = 1 + connection * own + random.whole(0, own - 1);
      lent = !lent;
      return lendTo(`item-${item}`, lent ? usernameOf(random.whole(1, members)) : null);
    };
  },
};

export const login: Case = {
  name: 'login',
  script:
    (random, { members }) =>
    () => ({
      method: 'POST',
      path: '/login',
      member: null,
      plain: true,
      body: { username: usernameOf(random.whole(1, members)), password: PASSWORD },
      expect: 200,
    }),
};

/** A run of this year, as a client would log it. */
export function runAttributes(random: Random): object {
  const start = Date.UTC(2026, 0, 1) + random.whole(0, 8_000_000) * 1000;
  return {
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + random.whole(600, 7200) * 1000).toISOString(),
    distance: random.whole(1000, 30_000),
    start_lat: 47.9959,
    start_lng: 7.8522,
    end_lat: 48.0012,
    end_lng: 7.8431,
  };
}

function lendTo(id: string, username: string | null): BenchRequest {
  const loanedto = { data: username === null ? null : { type: 'user', id: username } };
  return {
    method: 'PUT',
    path: `/loan-items/${id}`,
    member: ADMIN,
    body: { data: { type: 'loan-item', id, relationships: { loanedto } } },
    expect: 200,
  };
}
