import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionsService } from '../../src/users/sessions.service.js';
import { countIn, idsIn, recordIn, recordsIn, refused } from '../support/answers.js';
import { FORMATS, fresh } from '../support/bodies.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { claimsOf } from '../support/tokens.js';
import { eventually } from '../support/weather-app.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

const idOf = ({ token }: Member): string => String(claimsOf(token ?? '')['sid']);
const loginAs = async (username: string, userAgent: string): Promise<Member> => {
  const headers = { 'User-Agent': userAgent };
  const { body } = await club.nobody.plain.post('/login', { username, password: PASSWORD }, { headers });
  return club.bearer(username, String(body.auth_token));
};
const statusOf = async (member: Member): Promise<number> => (await member.plain.get('/me')).status;
const setTimes = (id: string, change: string) =>
  club.database.query(`UPDATE sessions SET ${change} WHERE id = $1`, [id]);
const lastUse = async (id: string): Promise<Date | undefined> => {
  const { rows } = await club.database.query<{ last_used_at: Date }>(
    'SELECT last_used_at FROM sessions WHERE id = $1',
    [id],
  );
  return rows[0]?.last_used_at;
};

describe.each(FORMATS)('sessions in %s', (format) => {
  it('are listed to their owner, newest first, and to nobody else', async () => {
    const name = fresh('bob');
    const first = await club.join(name);
    const second = await loginAs(name, 'Kit/1.0');
    const answer = await second[format].get('/sessions');
    expect(answer.status).toBe(200);
    expect(countIn(answer)).toBe(2);
    expect(idsIn(answer)).toEqual([idOf(second), idOf(first)]);
    expect(recordsIn(answer)[0]).toEqual({
      id: idOf(second),
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
      last_used_at: expect.stringMatching(/^\d{4}-.*Z$/),
      address: '127.0.0.1',
      user_agent: 'Kit/1.0',
      current: true,
    });
    expect(recordsIn(await first[format].get('/sessions')).map(({ current }) => current as boolean)).toEqual([
      false,
      true,
    ]);
    expect(idsIn(await club.admin[format].get('/sessions'))).not.toContain(idOf(first));
  });

  it('are read one by one by their owner', async () => {
    const bob = await club.join(fresh('bob'));
    const answer = await bob[format].get(`/sessions/${idOf(bob)}`);
    expect(answer.status).toBe(200);
    expect(recordIn(answer)).toMatchObject({ id: idOf(bob), current: true });
    const head = await bob[format].send('HEAD', `/sessions/${idOf(bob)}`);
    expect(head.status).toBe(200);
  });

  it('of others are 403, for admins too, and stay', async () => {
    const bob = await club.join(fresh('bob'));
    for (const by of [await club.join(fresh('eve')), club.admin]) {
      for (const method of ['GET', 'DELETE']) {
        const refusal = await refused(club, () => by[format].send(method, `/sessions/${idOf(bob)}`));
        expect(refusal).toMatchObject({ status: 403, code: 'NOT_AUTHORIZED' });
      }
    }
    expect(await statusOf(bob)).toBe(200);
  });

  it('that never were, ended or are over are 404, whoever asks', async () => {
    const name = fresh('bob');
    const [bob, ended, over] = [await club.join(name), await club.login(name), await club.login(name)];
    await ended.plain.post('/logout');
    await setTimes(idOf(over), `expires_at = now() - interval '1 second'`);
    const ids = [
      idOf(ended),
      idOf(over),
      '00000000-0000-4000-8000-000000000000',
      idOf(bob).toUpperCase().replace(/\d/g, 'A'),
      'nonsense',
      "'%20OR%20true--",
      '1',
      `{${idOf(bob)}}`,
    ];
    for (const id of ids) {
      for (const by of [bob, club.admin]) {
        for (const method of ['GET', 'DELETE']) {
          const refusal = await refused(club, () => by[format].send(method, `/sessions/${id}`));
          expect(refusal).toMatchObject({ status: 404, code: 'SESSION_NOT_FOUND' });
        }
      }
    }
    expect(idsIn(await bob[format].get('/sessions'))).toEqual([idOf(bob)]);
  });

  it('end by deletion, with all their tokens and no other', async () => {
    const name = fresh('bob');
    const [here, there] = [await club.join(name), await club.login(name)];
    const { body: refreshed } = await there.plain.post('/refresh');
    const answer = await here[format].delete(`/sessions/${idOf(there)}`);
    expect(answer.status).toBe(200);
    const { message, meta } = answer.body;
    expect(message ?? meta.message).toBe('Session successfully ended.');
    if (format === 'plain') expect(answer.body.session).toMatchObject({ id: idOf(there), current: false });
    for (const token of [there.token, String(refreshed.auth_token)])
      expect(await statusOf(club.bearer(name, token))).toBe(401);
    expect(await statusOf(here)).toBe(200);
    expect(await here[format].delete(`/sessions/${idOf(here)}`)).toMatchObject({ status: 200 });
    expect(await refused(club, () => here[format].get('/sessions'))).toMatchObject({ status: 401 });
  });

  it('are filtered, sorted and cut like any other list', async () => {
    const name = fresh('bob');
    const members = [await club.join(name), await loginAs(name, 'Kit/2.0'), await loginAs(name, 'Other')];
    const [, , last] = members;
    const list = async (query: string) => {
      const answer = await (last ?? club.nobody)[format].get(`/sessions?${query}`);
      expect(answer.status).toBe(200);
      return idsIn(answer);
    };
    const [first, second, third] = members.map(idOf);
    expect(await list('filter[current]=true')).toEqual([third]);
    expect(await list('filter[current]=false&sort=created_at')).toEqual([first, second]);
    expect(await list('filter[user_agent][startswith]=Kit')).toEqual([second]);
    expect(await list(`filter[id]=${first},${third}`)).toEqual([third, first]);
    expect(await list(`filter[id][ne]=${first}&filter[address]=127.0.0.1`)).toEqual([third, second]);
    expect(await list('filter[last_used_at][lt]=2020-01-01')).toEqual([]);
    expect(await list('sort=id')).toEqual([first, second, third].sort());
    expect(await list('page[size]=1&page[number]=2')).toEqual([second]);
    const page = await (last ?? club.nobody).jsonApi.get('/sessions?page[after]=&page[size]=2');
    const next = new URL(String(page.body.links.next));
    expect(idsIn(await (last ?? club.nobody).jsonApi.get(next.pathname + next.search))).toEqual([first]);
    const sparse = await (last ?? club.nobody)[format].get('/sessions?fields[session]=current');
    expect(recordsIn(sparse)[0]).toEqual({ id: third, current: true });
  });

  it.each(['filter[id]=nonsense', 'filter[id][contains]=a', 'filter[user]=bob', 'sort=current', 'sort=user'])(
    'with %s are 400',
    async (query) => {
      const refusal = await refused(club, () => club.admin[format].get(`/sessions?${query}`));
      expect(refusal).toMatchObject({ status: 400, code: 'BAD_PARAMETER' });
    },
  );
});

describe('a session', () => {
  it.each([
    ['nothing', '', null],
    ['a blank', ' ', null],
    ['2000 characters', 'x'.repeat(2000), 'x'.repeat(500)],
    ['SQL', "'; DROP TABLE sessions; --", "'; DROP TABLE sessions; --"],
    ['letters beyond ASCII', 'caf\u00e9', 'caf\u00e9'],
  ])('of a user agent of %s keeps what fits', async (_, sent, kept) => {
    const name = fresh('bob');
    await club.join(name);
    const bob = await loginAs(name, sent);
    const { body } = await bob.plain.get(`/sessions/${idOf(bob)}`);
    expect(body.session.user_agent).toBe(kept);
  });

  it('is noted as used at most once a minute, by whatever is asked', async () => {
    const bob = await club.join(fresh('bob'));
    await setTimes(idOf(bob), `last_used_at = now() - interval '59 seconds'`);
    const before = await lastUse(idOf(bob));
    expect(await statusOf(bob)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await lastUse(idOf(bob))).toEqual(before);
    await setTimes(idOf(bob), `last_used_at = now() - interval '61 seconds'`);
    const long = await lastUse(idOf(bob));
    const answers = await Promise.all(Array.from({ length: 20 }, () => bob.plain.get('/mode')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const noted = await eventually(
      () => lastUse(idOf(bob)),
      (time) => Number(time) > Number(long),
    );
    expect(Number(noted)).toBeGreaterThan(Number(before));
  });

  it('is forgotten a day after it is over or was ended, and not before', async () => {
    const long = `created_at = now() - interval '3 days'`;
    const day = `interval '1 day'`;
    const kept = [
      `expires_at = now() - ${day} + interval '1 minute'`,
      `revoked_at = now() - ${day} + interval '1 minute'`,
      `expires_at = now() + ${day}`,
    ];
    const forgotten = [
      `expires_at = now() - ${day} - interval '1 minute'`,
      `revoked_at = now() - ${day} - interval '1 minute'`,
    ];
    const ids: string[] = [];
    for (const change of [...kept, ...forgotten]) {
      const id = idOf(await club.join(fresh('bob')));
      await setTimes(id, `${long}, ${change}`);
      ids.push(id);
    }
    await club.app.get(SessionsService, { strict: false }).forgetEnded();
    const { rows } = await club.database.query<{ id: string }>(
      'SELECT id FROM sessions WHERE id = ANY ($1)',
      [ids],
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(ids.slice(0, kept.length).sort());
  });

  it('that cannot be noted as used is no reason to refuse a request', async () => {
    const bob = await club.join(fresh('bob'));
    await setTimes(idOf(bob), `last_used_at = now() - interval '1 hour'`);
    const holder = await club.database.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM sessions WHERE id = $1 FOR UPDATE', [idOf(bob)]);
    expect(await statusOf(bob)).toBe(200);
    await holder.query('ROLLBACK');
    holder.release();
    const hour = Date.now() - 3_000_000;
    await eventually(
      () => lastUse(idOf(bob)),
      (time) => Number(time) > hour,
    );
  });

  it('is not begun by the right password while logins are limited', async () => {
    const limited = await Club.open({ LOGIN_LIMIT: '2/60' });
    try {
      await limited.join('bob');
      const count = async () =>
        (await limited.database.query<{ n: number }>('SELECT count(*)::int AS n FROM sessions')).rows[0]?.n;
      const before = await count();
      const guesses = Array.from({ length: 20 }, (_, at) =>
        limited.nobody.plain.post('/login', {
          username: 'bob',
          password: at === 19 ? PASSWORD : 'wrong password',
        }),
      );
      const found = (await Promise.all(guesses)).map(({ status }) => status);
      const begun = found.filter((status) => status === 200).length;
      expect(await count()).toBe(Number(before) + begun);
    } finally {
      await limited.close();
    }
  });

  it('is ended by an operation of a list, too', async () => {
    const name = fresh('bob');
    const [here, there] = [await club.join(name), await club.login(name)];
    const type = 'application/vnd.api+json; ext="https://jsonapi.org/ext/atomic"';
    const operations = [{ op: 'remove', ref: { type: 'session', id: idOf(there) } }];
    const answer = await here.jsonApi.post(
      '/operations',
      { 'atomic:operations': operations },
      { headers: { 'Content-Type': type, Accept: type } },
    );
    expect(answer.status).toBe(200);
    expect(await statusOf(there)).toBe(401);
    expect(await statusOf(here)).toBe(200);
  });
});
