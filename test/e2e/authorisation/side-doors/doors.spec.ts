import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countIn, idsIn, recordIn, refusalIn } from '../../../support/answers.js';
import { bodyOf, FORMATS } from '../../../support/bodies.js';
import type { Answer } from '../../../support/client.js';
import { operate } from '../../../support/operations.js';
import { runBody } from '../../../support/run-body.js';
import { LIVE, type LiveCaller } from '../cast.js';
import { World } from '../world.js';

const PATIENCE = 60_000;

let world: World;
let mark: string;
beforeAll(async () => {
  world = await World.open();
  mark = await world.journal.mark();
}, PATIENCE);
afterAll(() => world.close(), PATIENCE);

const carls = (collection: string, record = 'anothers') => world.place('regular', collection, record).id;

/** Does what may change something, and takes it back. */
async function undone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await world.journal.undo(mark);
  }
}

async function changesNothing(ask: () => Promise<Answer>): Promise<Answer> {
  const before = await world.journal.mark();
  const answer = await ask();
  expect(await world.journal.since(before)).toEqual([]);
  return answer;
}

describe('cursors', () => {
  const list = '/users?sort=-email&page[size]=2';
  const cursorsIn = ({ body }: Answer): string[] =>
    body.data.map((record: never) => record['meta']['page']['cursor']);

  it('of an admin’s page lead others through their own records only', async () => {
    const cursors = cursorsIn(await world.as('admin').jsonApi.get(`${list}&page[after]=`));
    expect(cursors).toHaveLength(2);
    for (const cursor of cursors) {
      for (const side of ['after', 'before']) {
        const { status, body } = await world.as('regular').jsonApi.get(`${list}&page[${side}]=${cursor}`);
        expect(status).toBe(200);
        expect(body.data.filter(({ id }: { id: string }) => id !== 'regular')).toEqual([]);
      }
    }
  });

  it('of a list by holder do not name a holder whom the caller may not know', async () => {
    await world.setMode('self-service');
    const path = '/loan-items?sort=loanedto&page[size]=100&page[after]=';
    const texts = (await undone(async () => cursorsIn(await world.as('regular').jsonApi.get(path)))).map(
      (cursor) => Buffer.from(cursor, 'base64url').toString(),
    );
    expect(texts.filter((text) => text.includes('"held-carl"'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('"carl"'))).toEqual([]);
    expect(texts.filter((text) => text.includes('"regular"'))).toHaveLength(1);
  });

  it('made up by hand are refused, or lead nowhere else', async () => {
    const forged = Buffer.from('["000000000000","zzz","carl"]').toString('base64url');
    const { status } = await world.as('regular').jsonApi.get(`${list}&page[after]=${forged}`);
    expect(status).toBe(400);
  });
});

describe('counts', () => {
  it.each(LIVE)('are of what %s sees', async (caller) => {
    for (const path of ['/users', '/loan-items', '/loans', '/runs', '/sessions']) {
      for (const format of FORMATS) {
        const answer = await world.as(caller)[format].get(`${path}?page[size]=1000`);
        const { headers } = await world.as(caller)[format].send('HEAD', `${path}?page[size]=1000`);
        expect({ path, count: countIn(answer) }).toEqual({ path, count: idsIn(answer).length });
        if (format === 'plain') expect(headers.get('x-total-count')).toBe(String(countIn(answer)));
      }
    }
  });
});

describe('words of a refusal', () => {
  it.each(FORMATS)('do not say who holds an item: %s', async (format) => {
    await world.setMode('self-service');
    const body = bodyOf(format, 'loan-item', { loanedto: 'regular' }, 'held-carl');
    const answer = await undone(() => world.as('regular')[format].patch('/loan-items/held-carl', body));
    expect(refusalIn(answer)).toMatchObject({ status: 409, detail: 'Item is already on loan.' });
    expect(JSON.stringify([...answer.headers, answer.body])).not.toContain('"carl');
  });
});

describe('an Idempotency-Key', () => {
  const headers = { 'Idempotency-Key': 'of-a-caller' };

  it.each(['regular', 'only-runs', 'admin'] as const)(
    'of another’s is nobody’s who asks for the same: %s',
    async (caller: LiveCaller) => {
      const [first, second, again] = await undone(async () => [
        await world.as('another').plain.post('/runs', runBody(), { headers }),
        await world.as(caller).plain.post('/runs', runBody(), { headers }),
        await world.as('another').plain.post('/runs', runBody(), { headers }),
      ]);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.headers.get('idempotency-replayed')).toBeNull();
      expect(second.body.run.id).not.toBe(first.body.run.id);
      expect(again.body).toEqual(first.body);
    },
  );
});

describe('what is answered to a change', () => {
  it('leads to one’s own record', async () => {
    const answer = await undone(() =>
      world.as('regular').jsonApi.post('/runs', bodyOf('jsonApi', 'run', runBody())),
    );
    expect(answer.headers.get('location')).toBe(`${world.club.url}/runs/${answer.body.data.id}`);
    const refused = await changesNothing(() =>
      world.as('regular').jsonApi.post('/runs', bodyOf('jsonApi', 'run', runBody({ user: 'carl' }))),
    );
    expect([refused.status, refused.headers.get('location')]).toEqual([403, null]);
  });

  it('shows whom an item was lent to only where the caller may know', async () => {
    await undone(async () => {
      const body = { description: 'Another' };
      const seen = await world.as('only-items').plain.patch('/loan-items/held-carl', body);
      expect([seen.status, recordIn(seen).loanedto]).toEqual([200, null]);
      const known = await world.as('items-and-loans').plain.patch('/loan-items/held-carl', body);
      expect(recordIn(known).loanedto).toBe('carl');
    });
  });

  it('in a list of operations is what the operation alone would answer', async () => {
    const hidden = {
      op: 'update',
      ref: { type: 'run', id: carls('runs') },
      data: { type: 'run', id: carls('runs') },
    };
    const answer = await changesNothing(() => operate(world.as('regular'), [hidden]));
    expect(refusalIn(answer)).toMatchObject({ status: 403, detail: 'Not authorized.' });
  });
});

describe('sparse fields', () => {
  it.each(FORMATS)('show no attribute that is none, and no holder: %s', async (format) => {
    const { status } = await world.as('admin')[format].get('/users?fields[user]=password_hash');
    expect(status).toBe(400);
    await world.setMode('self-service');
    const answer = await undone(() =>
      world.as('regular')[format].get('/loan-items?fields[loan-item]=loanedto&filter[id]=held-carl'),
    );
    expect(idsIn(answer)).toEqual(['held-carl']);
    expect(JSON.stringify(answer.body)).not.toContain('"carl"');
  });
});
