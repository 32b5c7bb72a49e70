import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { itemResource } from '../../../src/loans/item.resource.js';
import { loanResource } from '../../../src/loans/loan.resource.js';
import { runResource } from '../../../src/runs/run.resource.js';
import { Catalog } from '../../../src/shared/query/catalog.js';
import { OPERATORS, type Operator } from '../../../src/shared/query/filter/operators.js';
import { type Pair, flatPairs } from '../../../src/shared/query/flat-pairs.js';
import { parseListQuery } from '../../../src/shared/query/list-params.js';
import { userResource } from '../../../src/users/user.resource.js';
import { ANYBODY } from '../../support/shed.js';

const page = readFileSync(new URL('../../../docs/filtering.md', import.meta.url), 'utf8');
const catalog = new Catalog([runResource, userResource, itemResource, loanResource]);

function examples(form: string): readonly string[] {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${form}\\n([^]*?)^\`\`\``, 'gm'))];
  return blocks.flatMap(([, lines = '']) => lines.trim().split('\n'));
}

function parse(pairs: readonly Pair[]) {
  return parseListQuery(pairs, { resource: runResource, catalog, viewer: ANYBODY, plain: true }).filter;
}

/** The formatter pads the cells of a table. */
const narrow = (line: string): string => line.replaceAll(/ +/g, ' ');
const cell = (text: string): string => text.replaceAll('|', '\\|');
const kindsOf = ({ on, work }: Operator): string => {
  if (work.by === 'relationship') return work.many ? 'to-many relationships' : 'to-one relationships';
  return on.join(', ');
};
const rowOf = (operator: Operator): string => {
  const also = operator.aliases.map((alias) => `\`${alias}\``).join(' ');
  return `| \`${operator.name}\` | ${also} | ${kindsOf(operator)} | ${cell(operator.about)} |`;
};

describe('the page on filtering', () => {
  it.each(examples('brackets'))('has an example in brackets, %s', (example) => {
    expect(parse(flatPairs(example))).not.toBeNull();
  });

  it.each([...examples('text'), ...examples('json')])('has an example, %s', (example) => {
    expect(parse([['filter', example]])).not.toBeNull();
  });

  it.each([...page.matchAll(/\| `(filter.*?)` +\|$/gm)].map(([, example = '']) => example))(
    'has an example in its first table, %s',
    (example) => {
      expect(parse(flatPairs(example))).not.toBeNull();
    },
  );

  it('has examples of every form', () => {
    expect([examples('brackets').length, examples('text').length, examples('json').length]).toEqual([
      6, 10, 4,
    ]);
  });

  it.each(OPERATORS.map((operator) => [operator.name, rowOf(operator)] as const))('tells of %s', (_, row) => {
    expect(page.split('\n').map(narrow)).toContain(narrow(row));
  });
});
