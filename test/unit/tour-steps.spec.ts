import { describe, expect, it } from '@jest/globals';
import { findDifferences, readSteps } from '../tour/steps.js';

const DOCUMENT = `# Kitroom

\`\`\`bash
npm start
\`\`\`

## A tour

\`\`\`bash
one
two
\`\`\`

\`\`\`json
{ "a": 1 }
{ "b": { "c": 2, … } }
\`\`\`

\`\`\`bash
three
\`\`\`

\`\`\`bash
four
\`\`\`

\`\`\`json
{
  "data": [],
  …
}
\`\`\`

## Settings

\`\`\`bash
rm
\`\`\`
`;

describe('the steps of a tour', () => {
  it('are the blocks of its section, with what follows each', () => {
    expect(readSteps(DOCUMENT, 'A tour')).toEqual([
      { commands: 'one\ntwo\n', prints: [{ a: 1 }, { b: { c: 2, '…': null } }] },
      { commands: 'three\n', prints: [] },
      { commands: 'four\n', prints: [{ data: [], '…': null }] },
    ]);
  });

  it('of a section that is not there are none', () => {
    expect(readSteps(DOCUMENT, 'Nowhere')).toEqual([]);
  });
});

describe('a printed value', () => {
  it.each([
    ['itself', { a: [1, null] }, { a: [1, null] }],
    ['more, where the example leaves out', { a: 1, b: 2 }, { a: 1, '…': null }],
    ['more, deep inside', { a: [{ b: 1, c: 2 }] }, { a: [{ b: 1, '…': null }] }],
  ])('may be %s', (_, printed, example) => {
    expect(findDifferences(printed, example)).toEqual([]);
  });

  it.each([
    ['another value', { a: 1 }, { a: 2 }, ['/a is 1, not 2']],
    ['another type', { a: '1' }, { a: 1 }, ['/a is "1", not 1']],
    ['less', {}, { a: 1, '…': null }, ['/a is undefined, not 1']],
    ['more than the example', { a: 1, b: 2 }, { a: 1 }, ['/b is 2, not undefined']],
    ['a longer list', [1, 2], [1], ['it is [1,2], not [1]']],
    ['null for an object', null, { a: 1 }, ['it is null, not {"a":1}']],
  ])('may not be %s', (_, printed, example, differences) => {
    expect(findDifferences(printed, example)).toEqual(differences);
  });
});
