import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crawl } from '../../support/crawl.js';
import { newRun, patch, post, type Request, Stage } from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
  await stage.club.admin.plain.post('/loan-items', { id: 'x.:_-', description: 'é & "+%/?#' });
});
afterAll(() => stage.close());

const strange = encodeURIComponent("description eq 'é & \"+%/?#'");

const ENTRIES: readonly string[] = [
  '/me',
  '/users',
  '/users?page[size]=1&sort=-created_at',
  '/loan-items?include=loanedto',
  `/loan-items?filter=${strange}`,
  '/loan-items?page[size]=2&page[number]=2&page[count]=false',
  '/loans?include=item.loanedto,borrower,lent_by&page[size]=1',
  '/runs?include=user&fields[run]=distance,user&fields[user]=&page[size]=1',
  '/runs?page[after]=&page[size]=1&sort=distance',
  '/runs/summary?filter[user]=ann',
  '/runs/summary',
  '/roles',
].map((path) => path.replaceAll('[', '%5B').replaceAll(']', '%5D').replace(/,/g, '%2C'));

describe('#fetching-resources every link of every document', () => {
  it('answers the first admin with what it promised', async () => {
    const arrivals = await crawl(stage.club.admin.jsonApi, ENTRIES);
    const wrong = arrivals.filter(({ answer, faults }) => answer.status !== 200 || faults.length > 0);
    expect(wrong.map(({ from, url, answer, faults }) => [from, url, answer.status, faults])).toEqual([]);
    expect(new Set(arrivals.map(({ url }) => url)).size).toBeGreaterThan(100);
  });

  it.each(['admin-operated', 'self-service'] as const)(
    'answers a member (%s) likewise, or says that what it relates to is not theirs',
    async (mode) => {
      await stage.club.setMode(mode);
      const ann = await stage.club.login('ann');
      const arrivals = await crawl(
        ann.jsonApi,
        ENTRIES.filter((path) => !/roles|user%5D=ann/.test(path)),
      );
      const wrong = arrivals.filter(
        ({ answer: { status }, relation, faults }) =>
          faults.length > 0 || !(status === 200 || (status === 403 && relation === 'related')),
      );
      expect(wrong.map(({ from, url, answer, faults }) => [from, url, answer.status, faults])).toEqual([]);
      const refused = arrivals.filter(({ answer }) => answer.status === 403);
      expect(refused.map(({ url }) => new URL(url).pathname)).toContain('/loans/1/lent_by');
      await stage.club.setMode('admin-operated');
    },
  );

  const CHANGES: readonly (readonly [what: string, request: Request])[] = [
    ['creation', post('/runs', newRun())],
    ['change', patch('/runs/1', { data: { type: 'run', id: '1', attributes: { distance: 3001 } } })],
    ['change of a relationship', patch('/runs/1/relationships/user', { data: { type: 'user', id: 'ann' } })],
    ['change of a user', patch('/users/ANN', { data: { type: 'user', id: 'ann' } })],
  ];

  it.each(CHANGES)('of the answer to a %s answers, too', async (_, request) => {
    const { body } = await stage.send(request);
    const paths = Object.values(body.links as Record<string, string>).map((url) => new URL(url).pathname);
    const arrivals = await crawl(stage.club.admin.jsonApi, paths);
    expect(arrivals.filter(({ answer, faults }) => answer.status !== 200 || faults.length > 0)).toEqual([]);
  });
});
