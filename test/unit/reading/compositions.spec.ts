import { describe, expect, it, jest } from '@jest/globals';
import sql from 'sql-template-tag';
import { GIVEN_KEY, VIEWER_ID } from '../../../src/shared/query/parameter.js';
import { Compositions } from '../../../src/shared/reading/compositions.js';
import { viewer } from '../../support/shed.js';

const ann = viewer('ann');
const bob = viewer('bob');
const compose = () => sql`SELECT ${VIEWER_ID}, ${GIVEN_KEY}, ${'fixed'}`;

describe('a composed statement', () => {
  it('has the values of each request, and is put together once', () => {
    const compositions = new Compositions();
    const composer = jest.fn(compose);
    const first = compositions.statement('one', { viewer: ann, key: 1 }, composer);
    const second = compositions.statement('one', { viewer: bob, key: 2 }, composer);
    expect([first.values, second.values]).toEqual([
      ['ann', 1, 'fixed'],
      ['bob', 2, 'fixed'],
    ]);
    expect([second.text, composer.mock.calls.length]).toEqual([first.text, 1]);
  });

  it('is prepared from its second use on', () => {
    const compositions = new Compositions();
    const uses = [1, 2, 3].map(() => compositions.statement('one', { viewer: ann }, compose).prepared);
    expect(uses).toEqual([false, true, true]);
    const texts = [1, 2].map((n) => compositions.composed(sql`SELECT ${n}`, { viewer: ann }));
    expect(texts.map(({ prepared, values }) => [prepared, values])).toEqual([
      [false, [1]],
      [true, [2]],
    ]);
  });

  it('is forgotten where 500 others came since it was last used', () => {
    const compositions = new Compositions();
    const use = (key: string) => compositions.statement(key, { viewer: ann }, compose).prepared;
    use('kept');
    use('lost');
    for (let other = 0; other < 499; other += 1) {
      use(`other ${other}`);
      if (other === 250) use('kept');
    }
    expect([use('kept'), use('lost')]).toEqual([true, false]);
  });
});
