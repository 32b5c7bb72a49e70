import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refused } from '../support/answers.js';
import { FORMATS } from '../support/bodies.js';
import { Club, type Member } from '../support/club.js';
import { SecondServer } from '../support/second-server.js';

let club: Club;
let bob: Member;
beforeAll(async () => {
  club = await Club.open();
  await club.role('switcher', ['mode']);
  bob = await club.join('bob');
});
beforeEach(() => club.setMode('admin-operated'));
afterAll(() => club.close());

describe.each(FORMATS)('the mode for clients of %s', (format) => {
  it('is admin-operated at first, told to all who are logged in, in plain JSON', async () => {
    for (const reader of [bob, club.admin]) {
      const { status, body, headers } = await reader[format].get('/mode');
      expect({ status, body }).toEqual({ status: 200, body: { mode: 'admin-operated' } });
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
    expect(await refused(club, () => club.nobody[format].get('/mode'))).toMatchObject({ status: 401 });
  });

  it.each(['self-service', 'admin-operated', ' self-service ', 'admin-operated '])(
    'is set to %j by those with `mode`',
    async (mode) => {
      const { status, body } = await club.admin[format].put('/mode', { mode });
      expect({ status, body }).toEqual({ status: 200, body: { mode: mode.trim() } });
      expect((await bob[format].get('/mode')).body).toEqual({ mode: mode.trim() });
    },
  );

  it('is set by a role of the club’s own', async () => {
    const switcher = await club.join(`switcher-${format}`, ['switcher']);
    expect(await switcher[format].put('/mode', { mode: 'self-service' })).toMatchObject({ status: 200 });
  });

  it('is set by nobody else, whatever they send', async () => {
    const manager = await club.join(`manager-${format}`, ['usermanager']);
    for (const by of [bob, manager]) {
      for (const mode of ['self-service', 'nonsense']) {
        expect(await refused(club, () => by[format].put('/mode', { mode }))).toMatchObject({ status: 403 });
      }
    }
    const ask = () => club.nobody[format].put('/mode', { mode: 'self-service' });
    expect(await refused(club, ask)).toMatchObject({ status: 401 });
  });

  it.each([
    [{}, ['mode']],
    [{ mode: 'selfservice' }, ['mode']],
    [{ mode: 'SELF-SERVICE' }, ['mode']],
    [{ mode: null }, ['mode']],
    [{ mode: ['self-service'] }, ['mode']],
    [{ mode: 'self-service\0' }, ['mode']],
    [{ mode: 'self-service', only_row: false }, ['only_row']],
  ])('is never set by %j: 422', async (body, places) => {
    const refusal = await refused(club, () => club.admin[format].put('/mode', body));
    expect(refusal.status).toBe(422);
    if (format === 'plain') expect(refusal.places).toEqual(expect.arrayContaining(places));
  });

  it('knows GET and PUT only', async () => {
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const refusal = await refused(club, () => club.admin[format].send(method, '/mode'));
      expect(refusal.status).toBe(405);
      expect(refusal.headers.get('allow')).toMatch(/GET.*PUT/);
    }
  });
});

describe('MODE', () => {
  it('sets the mode of a blank database only', async () => {
    const blank = await Club.open({ MODE: 'self-service' });
    try {
      expect((await blank.admin.plain.get('/mode')).body).toEqual({ mode: 'self-service' });
      await blank.setMode('admin-operated');
      const again = await SecondServer.open(blank, { MODE: 'self-service' });
      try {
        expect((await again.as(blank.admin).plain.get('/mode')).body).toEqual({ mode: 'admin-operated' });
      } finally {
        await again.close();
      }
    } finally {
      await blank.close();
    }
  });
});
