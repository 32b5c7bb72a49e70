import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, FORMATS } from '../../../support/bodies.js';
import type { Answer } from '../../../support/client.js';
import { World } from '../world.js';

const PATIENCE = 60_000;

let world: World;
beforeAll(async () => {
  world = await World.open();
}, PATIENCE);
afterAll(() => world.close(), PATIENCE);

async function changesNothing(ask: () => Promise<Answer>): Promise<Answer> {
  const before = await world.journal.mark();
  const answer = await ask();
  expect(await world.journal.since(before)).toEqual([]);
  return answer;
}

/** What a caller who may not read a record asks of it. */
const HIDDEN = [
  ['run', () => `/runs/${world.place('regular', 'runs', 'anothers').id}`, { distance: 1 }],
  ['user', () => '/users/carl', { first_name: 'Karl' }],
  ['item', () => '/loan-items/held-carl', { description: 'Mine' }],
] as const;

describe.each(HIDDEN)('of a hidden %s', (_, path, changes) => {
  it.each(FORMATS)('a read answers 403, whatever its conditions: %s', async (format) => {
    const tag = (await world.as('admin')[format].get(path())).headers.get('etag') ?? '';
    expect(tag).not.toBe('');
    for (const method of ['GET', 'HEAD']) {
      for (const value of [tag, `W/${tag}`, '*', '"1-other"']) {
        for (const name of ['If-None-Match', 'If-Match']) {
          const options = { headers: { [name]: value } };
          const answer = await world.as('regular')[format].send(method, path(), undefined, options);
          expect({ status: answer.status, etag: answer.headers.get('etag') }).toEqual({
            status: 403,
            etag: null,
          });
        }
      }
    }
  });

  it.each(FORMATS)('a change is refused alike, whether or not the tag is right: %s', async (format) => {
    const tag = (await world.as('admin')[format].get(path())).headers.get('etag') ?? '';
    for (const [name, value] of [
      ['If-Match', tag],
      ['If-Match', '"1-other"'],
      ['If-None-Match', '*'],
      ['If-None-Match', tag],
    ] as const) {
      const body = bodyOf(format, typeOf(path()), changes, path().split('/').at(-1));
      const answer = await changesNothing(() =>
        world.as('regular')[format].patch(path(), body, { headers: { [name]: value } }),
      );
      expect(answer.status).toBe(403);
    }
  });
});

it('a missing record is missing before its version is', async () => {
  for (const path of ['/runs/999999999', '/users/no-such-user', '/loan-items/no-such-item']) {
    const { status } = await world.as('admin').plain.get(path, { headers: { 'If-Match': '*' } });
    expect(status).toBe(404);
  }
});

const typeOf = (path: string): string => path.split('/')[1]?.replace(/s$/, '') ?? '';
