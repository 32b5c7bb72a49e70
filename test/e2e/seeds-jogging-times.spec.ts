import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Club } from '../support/club.js';
import type { Json } from '../support/client.js';

let club: Club;

/** Sends what the document's curl commands send: JSON:API under `application/json`, and no Accept. */
async function curl(method: string, path: string, body?: string, token?: string): Promise<Json> {
  const response = await fetch(club.url + path, {
    method,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    ...((await response.json()) as object),
  };
}

const login = async (id: string, password: string): Promise<string> =>
  (await curl('POST', '/user/login', `{\n\t"user_id": "${id}",\n\t"password": "${password}"\n}`)).auth_token;

beforeAll(async () => {
  club = await Club.open({ ADMIN_PASSWORD: 'random' });
});
afterAll(() => club.close());

describe('POST /user/login', () => {
  it('answers a token, a status and a message', async () => {
    const answer = await curl('POST', '/user/login', '{"user_id": "admin", "password": "random"}');
    expect(answer).toMatchObject({
      status: 'success',
      message: 'User successfully logged in.',
      auth_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 900,
    });
  });
});

const registration = (id: string, roles = '["user"]') => `{
	"data": {
		"type": "user",
		"id": "${id}",
		"attributes": {
			"password": "some_user",
			"first_name": "Some first name",
			"last_name": "Some last name",
			"email": "",
			"roles": ${roles}
		}
	}
}`;

describe('users', () => {
  it('POST /users registers with the document’s own body, no token and an empty email', async () => {
    const { status, type, data } = await curl('POST', '/users', registration('some_user'));
    expect({ status, type }).toEqual({ status: 201, type: 'application/vnd.api+json' });
    expect(data).toMatchObject({
      type: 'user',
      id: 'some_user',
      attributes: { first_name: 'Some first name', email: null, role: 'regular', roles: ['regular'] },
    });
    expect(data.attributes).not.toHaveProperty('password');
  });

  it('a second registration of the name is 409', async () => {
    expect(await curl('POST', '/users', registration('some_user'))).toMatchObject({
      status: 409,
      errors: [{ detail: 'User already exists.' }],
    });
  });

  it.each(['["admin"]', '["usermanager"]', '["user", "admin"]'])(
    'the roles %s are given by an admin only',
    async (roles) => {
      const before = await club.everything();
      expect((await curl('POST', '/users', registration('climber', roles))).status).toBe(401);
      const someUser = await login('some_user', 'some_user');
      const withSession = await club.everything();
      expect((await curl('POST', '/users', registration('climber', roles), someUser)).status).toBe(403);
      expect(await club.everything()).toEqual(withSession);
      expect(withSession.users).toEqual(before.users);
    },
  );

  it('GET /users lists all for the admin and oneself for a user', async () => {
    const names = async (token: string) =>
      (await curl('GET', '/users', undefined, token)).data.map(({ id }: { id: string }) => id);
    expect(await names(await login('admin', 'random'))).toEqual(['admin', 'some_user']);
    expect(await names(await login('some_user', 'some_user'))).toEqual(['some_user']);
  });

  it('PATCH /users/{user_id} changes what is sent', async () => {
    const body =
      '{"data": {"type": "user", "id": "admin", "attributes": {"first_name": "My updated first name"}}}';
    const answer = await curl('PATCH', '/users/admin', body, await login('admin', 'random'));
    expect(answer).toMatchObject({
      status: 200,
      data: { attributes: { first_name: 'My updated first name', roles: ['admin'] } },
    });
    const refused = await curl('PATCH', '/users/admin', body, await login('some_user', 'some_user'));
    expect(refused.status).toBe(403);
  });

  it('DELETE /users/{user_id} deletes, with an empty body under a Content-Type', async () => {
    await curl('POST', '/users', registration('leaver'));
    const answer = await curl('DELETE', '/users/leaver', '', await login('leaver', 'some_user'));
    expect(answer).toMatchObject({ status: 200, meta: { message: 'User successfully deleted.' } });
  });
});

describe('runs', () => {
  let token: string;
  beforeAll(async () => {
    await curl('POST', '/users', registration('test13'));
    token = await login('test13', 'some_user');
  });

  const run = (user = 'test13') => `{
	"data": {
		"type": "run",
		"attributes": {
		        "distance": "4200",
                "start_lat": "12.8947909",
                "start_lng": "77.6427151",
                "end_time": "2020-01-24T16:58:45.838199+00:00",
                "start_time": "2020-01-24T16:34:34.838199+00:00",
                "end_lat": "12.8986343",
                "end_lng": "77.656089"
		},
		"relationships": {
			"user": {
				"data": {
					"type": "user",
					"id": "${user}"
				}
			}
		}
	}
}`;

  it('POST /runs stores the run of the document; numbers come back as numbers, finer times cut off', async () => {
    const { status, data } = await curl('POST', '/runs', run(), token);
    expect(status).toBe(201);
    expect(data).toMatchObject({
      type: 'run',
      id: '1',
      attributes: {
        distance: 4200,
        start_lat: 12.8947909,
        start_time: '2020-01-24T16:34:34.838Z',
        end_time: '2020-01-24T16:58:45.838Z',
        date: '2020-01-24',
        duration: 1451,
      },
      relationships: { user: { data: { type: 'user', id: 'test13' } } },
    });
  });

  it('a user that does not exist is 404, another’s is 403, and neither stores a run', async () => {
    const before = await club.everything();
    expect(await curl('POST', '/runs', run('nobody'), token)).toMatchObject({
      status: 404,
      errors: [{ detail: 'User not found.' }],
    });
    expect((await curl('POST', '/runs', run('some_user'), token)).status).toBe(403);
    expect(await club.everything()).toEqual(before);
  });

  it.each([
    '/runs?filter[user_id]=test13&page[size]=1&page[number]=1',
    '/runs?filter=[{"and": [{"name": "start_time", "op": "ge", "val": "2020-01-21"}, {"name": "user_id", "op": "eq", "val": "test13"}]}]',
    "/runs?filter=(date eq '2020-01-24') AND ((distance gt 20) OR (distance lt 10))",
  ])('GET %s finds it', async (url) => {
    const { status, data, meta } = await curl('GET', url, undefined, token);
    expect({ status, ids: data.map(({ id }: { id: string }) => id), meta }).toEqual({
      status: 200,
      ids: ['1'],
      meta: { count: 1 },
    });
  });

  it('a usermanager has no say in others’ runs', async () => {
    const admin = await login('admin', 'random');
    await curl('POST', '/users', registration('manager', '["usermanager"]'), admin);
    const manager = await login('manager', 'some_user');
    expect((await curl('GET', '/runs', undefined, manager)).data).toEqual([]);
    expect((await curl('GET', '/runs/1', undefined, manager)).status).toBe(403);
    expect((await curl('DELETE', '/runs/1', undefined, manager)).status).toBe(403);
    expect((await curl('GET', '/runs/1', undefined, admin)).status).toBe(200);
  });

  it('GET /runs/summary answers reports as the document shows them', async () => {
    const answer = await curl('GET', '/runs/summary', undefined, token);
    expect(answer).toMatchObject({
      status: 200,
      data: [
        {
          type: 'report',
          id: '2020-W04',
          attributes: {
            year: 2020,
            week_number: 4,
            average_distance: '4200.0',
            average_duration: '1451.0',
            average_speed: '2.895',
          },
        },
      ],
      links: { self: `${club.url}/runs/summary` },
      meta: { count: 1 },
      jsonapi: { version: '1.1' },
    });
  });

  it('POST /user/logout ends the token', async () => {
    const answer = await curl('POST', '/user/logout', undefined, token);
    expect(answer).toMatchObject({ status: 200, message: 'Logged out successfully' });
    expect((await curl('GET', '/runs', undefined, token)).status).toBe(401);
  });
});
