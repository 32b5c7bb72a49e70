import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordIn } from '../support/answers.js';
import { Club } from '../support/club.js';
import { addItem } from '../support/lending-cast.js';
import { ATOMIC_JSON_API, operate } from '../support/operations.js';

const page = readFileSync(new URL('../../docs/bulk.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^## (.*)\n[^]*?^```json\n([^]*?)^```/gm)].map(
  ([, title = '', text = '']) => [title, text] as const,
);

let club: Club;
beforeAll(async () => {
  club = await Club.open();
  await club.join('ann');
  await addItem(club, 'rope-1', 'ann');
  await addItem(club, 'rope-2', 'ann');
  await addItem(club, 'tent-1', null);
});
afterAll(() => club.close());

describe('the page on many changes', () => {
  it('has three examples', () => {
    expect(examples.map(([title]) => title)).toEqual([
      'Checking in what came back',
      'Registering a team',
      'Operations',
    ]);
  });

  it.each(examples)('has an example that works: %s', async (_, text) => {
    const { 'atomic:operations': operations } = JSON.parse(text) as { 'atomic:operations': unknown[] };
    const { status, body } = await operate(club.admin, operations);
    expect([status, body['atomic:results']?.length]).toEqual([200, operations.length]);
  });

  it('says what has come of them', async () => {
    const holderOf = async (id: string) => recordIn(await club.admin.plain.get(`/loan-items/${id}`)).loanedto;
    const items = ['rope-1', 'rope-2', 'tent-1', 'bib-17'];
    expect(await Promise.all(items.map(holderOf))).toEqual([null, null, 'ann', 'eve']);
    expect(recordIn(await club.admin.plain.get('/users/eve')).first_name).toBe('Eve');
    expect((await club.admin.plain.get('/runs')).body.runs).toEqual([]);
  });

  it('names the media type', () => {
    expect(page).toContain(`'Content-Type: ${ATOMIC_JSON_API}'`);
  });
});
