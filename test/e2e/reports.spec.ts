import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Club, type Member } from '../support/club.js';
import type { Json } from '../support/client.js';
import { runBody } from '../support/run-body.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

/** A member with runs given as day, metres and seconds. */
async function runner(
  name: string,
  runs: readonly (readonly [string, number, number])[],
  more = {},
): Promise<Member> {
  const member = await club.join(name, ['regular'], more);
  for (const [day, distance, seconds] of runs) {
    const start = new Date(day.includes('T') ? day : `${day}T08:00:00Z`);
    const end_time = new Date(start.getTime() + seconds * 1000).toISOString();
    const { status } = await member.plain.post(
      '/runs',
      runBody({ start_time: start.toISOString(), end_time, distance }),
    );
    expect(status).toBe(201);
  }
  return member;
}

const reports = async (member: Member, query = ''): Promise<Json[]> =>
  (await member.plain.get(`/runs/summary${query}`)).body.reports;

describe('GET /runs/summary', () => {
  it('sums up each ISO week, newest first, with the older document’s own numbers', async () => {
    const ann = await runner('ann', [
      ['2020-01-20', 5000, 1200],
      ['2020-01-26', 10_000, 1800],
      ['2020-01-15', 15_000, 4800],
    ]);
    expect(await reports(ann)).toEqual([
      {
        id: '2020-W04',
        year: 2020,
        week_number: 4,
        week_start: '2020-01-20',
        average_distance: '7500.0',
        average_duration: '1500.0',
        average_speed: '5.0',
        run_count: 2,
        total_distance: 15_000,
        total_duration: 3000,
      },
      {
        id: '2020-W03',
        year: 2020,
        week_number: 3,
        week_start: '2020-01-13',
        average_distance: '15000.0',
        average_duration: '4800.0',
        average_speed: '3.125',
        run_count: 1,
        total_distance: 15_000,
        total_duration: 4800,
      },
    ]);
  });

  it.each([
    ['2024-12-29', '2024-W52', 2024, 52, '2024-12-23'],
    ['2024-12-30', '2025-W01', 2025, 1, '2024-12-30'],
    ['2021-01-03', '2020-W53', 2020, 53, '2020-12-28'],
    ['2026-01-01', '2026-W01', 2026, 1, '2025-12-29'],
  ])('puts %s into week %s', async (day, id, year, week_number, week_start) => {
    const member = await runner(`w${id}`.replace('-', ''), [[day, 1000, 300]]);
    expect(await reports(member)).toMatchObject([{ id, year, week_number, week_start }]);
  });

  it('goes by the local date of the runner’s zone', async () => {
    const late: [string, number, number] = ['2024-12-29T20:00:00Z', 1000, 300];
    expect(await reports(await runner('tokyo', [late], { time_zone: 'Asia/Tokyo' }))).toMatchObject([
      { id: '2025-W01' },
    ]);
    expect(await reports(await runner('lima', [late], { time_zone: 'America/Lima' }))).toMatchObject([
      { id: '2024-W52' },
    ]);
  });

  it('keeps weeks of different years apart', async () => {
    const member = await runner('years', [
      ['2021-12-30', 1000, 300],
      ['2020-12-30', 2000, 300],
    ]);
    expect((await reports(member)).map(({ id }: { id: string }) => id)).toEqual(['2021-W52', '2020-W53']);
  });

  it('rounds to three decimals and keeps at least one', async () => {
    const member = await runner('rounding', [
      ['2020-01-20', 1000, 300],
      ['2020-01-21', 1000, 300],
      ['2020-01-22', 1001, 301],
    ]);
    expect(await reports(member)).toMatchObject([
      { average_distance: '1000.333', average_duration: '300.333', average_speed: '3.331' },
    ]);
  });

  it('is empty for who never ran', async () => {
    const { status, body } = await (await club.join('lazy')).jsonApi.get('/runs/summary');
    expect({ status, data: body.data, count: body.meta.count }).toEqual({ status: 200, data: [], count: 0 });
  });

  it('filters the runs it sums up, sorts and pages the weeks', async () => {
    const member = await runner('picky', [
      ['2020-01-06', 1000, 300],
      ['2020-01-07', 9000, 1800],
      ['2020-01-14', 2000, 600],
      ['2020-01-21', 3000, 900],
    ]);
    expect(await reports(member, '?filter[date][ge]=2020-01-07&filter[distance][lt]=5000')).toMatchObject([
      { id: '2020-W04', run_count: 1 },
      { id: '2020-W03', run_count: 1 },
    ]);
    const byDistance = await reports(member, '?sort=-average_distance');
    expect(byDistance.map(({ average_distance }: Json) => average_distance)).toEqual([
      '5000.0',
      '3000.0',
      '2000.0',
    ]);
    const page = await member.jsonApi.get('/runs/summary?page[size]=1&page[number]=2');
    expect(page.body).toMatchObject({ data: [{ type: 'report', id: '2020-W03' }], meta: { count: 3 } });
    expect(
      (await member.jsonApi.get(new URL(page.body.links.next).href.slice(club.url.length))).body.data,
    ).toMatchObject([{ id: '2020-W02' }]);
  });

  it('is of one’s own runs; those with `runs` may name others in a filter', async () => {
    const dora = await runner('dora', [['2020-01-20', 5000, 1200]]);
    expect(await reports(club.admin)).toEqual([]);
    expect(await reports(club.admin, '?filter[user]=dora')).toMatchObject([
      { run_count: 1, total_distance: 5000 },
    ]);
    expect(await reports(club.admin, "?filter=user eq 'dora' OR user eq 'ann'")).toHaveLength(2);
    expect(await reports(club.admin, '?filter[distance]=5000')).toEqual([]);
    expect(await reports(dora, '?filter[user]=ann')).toEqual([]);
    expect(await reports(dora, '?filter[user][ne]=dora')).toEqual([]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is 405', async (method) => {
    const answer = await club.admin.plain.send(method, '/runs/summary');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it('needs somebody who is logged in', async () => {
    expect((await club.nobody.plain.get('/runs/summary')).status).toBe(401);
  });

  it.each([
    '?filter[average_distance]=1',
    '?sort=distance',
    '?fields[report]=date',
    '?filter[week_number]=1',
  ])('%s is 400: weeks are not filtered by themselves, nor sorted by what they lack', async (query) => {
    expect((await club.admin.plain.get(`/runs/summary${query}`)).status).toBe(400);
  });
});
