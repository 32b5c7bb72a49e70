import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Club } from '../support/club.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

it.each(['/health/live', '/health/ready'])('%s says ok to anybody, whatever Accept says', async (path) => {
  const answer = await club.nobody.jsonApi.get(path);
  expect(answer).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
});
