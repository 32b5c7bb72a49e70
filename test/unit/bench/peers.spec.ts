import { describe, expect, it } from '@jest/globals';
import { cases } from '../../../bench/cases.js';
import * as reading from '../../../bench/cases/reading.js';
import type { BenchRequest, Case } from '../../../bench/cases/request.js';
import { lend } from '../../../bench/cases/writing.js';
import type { Club } from '../../../bench/data/club.js';
import { QUICK } from '../../../bench/data/size.js';
import { feathers } from '../../../bench/peers/feathers.js';
import { jsonApiNestjs } from '../../../bench/peers/json-api-nestjs.js';
import type { Peer } from '../../../bench/peers/peer.js';
import { postgraphile } from '../../../bench/peers/postgraphile.js';
import { Random } from '../../../src/demo/random.js';

const club: Club = { ...QUICK, deep: [['2025-01-02T03:04:05.678Z', '4711']] };

const ask = ({ script }: Case): BenchRequest => script(Random.of(1, 'peers'), club, 0, 1)();

function askPeer(peer: Peer, one: Case): BenchRequest {
  const translate = peer.translate[one.name];
  if (!translate) throw new Error(`${peer.name} is not asked ${one.name}.`);
  return translate(ask(one), club);
}

const queryOf = ({ path }: BenchRequest): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(path.slice(path.indexOf('?'))));

describe('what peers are asked', () => {
  it.each([
    { peer: jsonApiNestjs, missing: ['without count', 'nested filter', 'weekly report', 'lend', 'login'] },
    { peer: postgraphile, missing: ['weekly report', 'lend', 'login'] },
    { peer: feathers, missing: ['without count', 'weekly report'] },
  ])('$peer.name: all but what it cannot answer', ({ peer, missing }) => {
    const inJsonApi = cases.filter(({ name }) => !name.endsWith('(plain)'));
    const unanswered = inJsonApi.filter(({ name }) => !Object.hasOwn(peer.translate, name));
    expect(unanswered).toHaveLength(missing.length);
    for (const part of missing) expect(unanswered.some(({ name }) => name.includes(part))).toBe(true);
  });

  it('says the nested filter in the words of each', () => {
    const filter = JSON.parse(queryOf(ask(reading.filtered)).filter ?? '') as [
      { and: [{ val: number }, { or: [{ val: number }, { and: [{ val: string }, { val: number }] }] }] },
    ];
    const [far, { or }] = filter[0].and;
    const [short, late] = or;
    expect(queryOf(askPeer(feathers, reading.filtered))).toMatchObject({
      'distance[$gte]': String(far.val),
      '$or[0][duration][$lt]': String(short.val),
      '$or[1][date][$gte]': late.and[0].val,
      '$or[1][start_lat][$gt]': String(late.and[1].val),
    });
    expect(askPeer(postgraphile, reading.filtered).body).toMatchObject({
      variables: {
        filter: {
          distance: { greaterThanOrEqualTo: far.val },
          or: [
            { duration: { lessThan: short.val } },
            { date: { greaterThanOrEqualTo: late.and[0].val }, startLat: { greaterThan: late.and[1].val } },
          ],
        },
      },
    });
  });

  it('begins a deep page after the same run, each in its own way', () => {
    const before = QUICK.runs / 2 + 1;
    expect(queryOf(askPeer(feathers, reading.deepPage)).$skip).toBe(String(before));
    expect(queryOf(askPeer(jsonApiNestjs, reading.deepPage))['page[number]']).toBe(
      String(1 + Math.floor(before / 20)),
    );
    const { variables } = askPeer(postgraphile, reading.deepPage).body as { variables: { after: string } };
    const cursor = JSON.parse(Buffer.from(variables.after, 'base64').toString()) as unknown[];
    expect(cursor.slice(1)).toEqual(['2025-01-02T03:04:05.678000+00:00', '4711']);
  });

  it('returns with one request what it lent with another', () => {
    const script = lend.script(Random.of(1, 'peers'), club, 0, 1);
    const translate = feathers.translate[lend.name];
    const [lent, returned] = [script(), script()].map((request) => translate?.(request, club));
    expect(lent).toMatchObject({ method: 'POST', path: '/loans', expect: 201 });
    const { item_id } = lent?.body as { item_id: string };
    expect(returned).toMatchObject({ method: 'PATCH', path: `/loans?item_id=${item_id}`, expect: 200 });
  });
});
