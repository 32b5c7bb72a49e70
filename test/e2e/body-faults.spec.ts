import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/client.js';
import { Club, type Member } from '../support/club.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let ann: Member;
let own: string;
let others: string;

beforeAll(async () => {
  club = await Club.open();
  ann = await club.join('ann');
  own = await newRun(ann);
  others = await newRun(club.admin);
});
afterAll(() => club.close());

async function newRun(by: Member): Promise<string> {
  return (await by.plain.post('/runs', runBody())).body.run.id as string;
}

const codeOf = ({ status, body }: Answer): string => `${status} ${body.code ?? body.errors[0].code}`;
const run = (more: object) => ({ data: { type: 'run', ...more } });
const change = (path: string, body: object, headers = {}) => ann.jsonApi.patch(path, body, { headers });

interface ErrorObject {
  readonly code: string;
  readonly source: { readonly pointer: string };
}

describe('what is wrong with a body', () => {
  it('is told at once, wherever it stands, and what is misplaced is not missing besides', async () => {
    const { status, body } = await ann.jsonApi.post(
      '/runs',
      run({
        attributes: { ...runBody({ distance: 0, start_lat: undefined }), user: 'ann', nonsense: 1 },
        relationships: { start_lat: { data: null }, friend: { data: null }, constructor: {} },
      }),
    );
    expect(status).toBe(422);
    const errors = body.errors as readonly ErrorObject[];
    expect(errors.map(({ code, source }) => `${code} ${source.pointer}`).sort()).toEqual([
      'INVALID_FIELD /data/attributes/distance',
      'MISPLACED_MEMBER /data/attributes/user',
      'UNKNOWN_FIELD /data/attributes/nonsense',
      'UNKNOWN_RELATIONSHIP /data/relationships/constructor',
      'UNKNOWN_RELATIONSHIP /data/relationships/friend',
      'UNKNOWN_RELATIONSHIP /data/relationships/start_lat',
    ]);
  });

  it.each([
    ['an id that the server makes', () => ann.jsonApi.post('/runs', run({ id: '7' }))],
    ['an id that the server makes, plain', () => ann.plain.post('/runs', { id: 7 })],
    ['another id', () => change(`/runs/${own}`, run({ id: others, attributes: { distance: 0 } }))],
    [
      'linkage of another type',
      () => ann.jsonApi.post('/runs', run({ relationships: { user: { data: { type: 'run', id: own } } } })),
    ],
    [
      'a to-many relationship',
      () =>
        change('/users/ann', {
          data: {
            type: 'user',
            id: 'ann',
            attributes: { email: 'x' },
            relationships: { runs: { data: [] } },
          },
        }),
    ],
  ])('is told before %s', async (_, send) => {
    expect((await send()).status).toBe(422);
  });

  it.each<readonly [string, string, () => Promise<Answer>]>([
    ['404 RUN_NOT_FOUND', 'another id for an unknown run', () => change('/runs/999', run({ id: own }))],
    [
      '404 RUN_NOT_FOUND',
      'another id for an unknown run, plain',
      () => ann.plain.patch('/runs/999', { id: own }),
    ],
    [
      '404 RUN_NOT_FOUND',
      'another type for an unknown run',
      () => change('/runs/999', { data: { type: 'user', id: '999' } }),
    ],
    [
      '403 NOT_AUTHORIZED',
      'another id for somebody else’s',
      () => change(`/runs/${others}`, run({ id: own })),
    ],
    [
      '403 NOT_AUTHORIZED',
      'another type for somebody else’s',
      () => change(`/runs/${others}`, { data: { type: 'x', id: '1' } }),
    ],
    [
      '412 PRECONDITION_FAILED',
      'another id for a run that has changed',
      () => change(`/runs/${own}`, run({ id: others }), { 'If-Match': '"old"' }),
    ],
    ['409 ID_MISMATCH', 'another id', () => change(`/runs/${own}`, run({ id: others }))],
    ['409 TYPE_MISMATCH', 'another type', () => change(`/runs/${own}`, { data: { type: 'x', id: '1' } })],
  ])('%s is the answer to %s', async (code, _, send) => {
    const before = await club.everything();
    expect(codeOf(await send())).toBe(code);
    expect(await club.everything()).toEqual(before);
  });
});
