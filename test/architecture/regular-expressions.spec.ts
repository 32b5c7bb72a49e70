import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSafePattern } from 'redos-detector';
import { type Expression, expressionsIn } from '../support/regular-expressions.js';
import { findSlow, LENGTH } from '../support/slow-expressions.js';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Expressions that the detector cannot judge: it gives up on long ones, knows no look-behind, and takes each for one that
 * may begin anywhere. Why each needs no more than a few steps for a character:
 */
const REVIEWED: Readonly<Record<string, string>> = {
  '(?<!\\/)\\/+$': 'the look-behind lets it begin at the first of several slashes only',
  '[ \\t]*(?:(W\\/)?"([!#-~\\u0080-\\u00ff]*)"[ \\t]*)?(,|$)':
    'sticky: it begins in one place, and each character fits one part of it',
  [String.raw`\s*(?:(?<text>'(?:[^']|'')*')|(?<symbol>==|!=|<>|>=|<=|[=<>(),])|(?<literal>[-+\d][\w.:+-]*)|(?<word>[A-Za-z_][\w.]*))`]:
    'sticky: it begins in one place, and the branches begin with different characters',
  '"(?:[^"\\\\]|\\\\[^])*(?:"|\\\\?$)|[^]':
    'what begins with a quotation mark fits to the end of what it has looked at',
  '(?:[:;] .*|\\.)$': 'reads our own docstrings, at the start; the first colon or semicolon fits to the end',
};

const expressions = await readExpressions();
const sourceOf = ({ source }: Expression): string => source;
/** What repeats nothing without a bound takes a bounded number of steps from each character. */
const repeating = expressions.filter(({ source }) => /[*+]|\{\d+,\}/.test(source));

async function readExpressions(): Promise<readonly Expression[]> {
  const paths = (await readdir(join(ROOT, 'src'), { recursive: true })).filter((path) =>
    path.endsWith('.ts'),
  );
  const files = paths
    .sort()
    .map(async (path) => expressionsIn(`src/${path}`, await readFile(join(ROOT, 'src', path), 'utf8')));
  return (await Promise.all(files)).flat();
}

/** The detector knows no names of groups; without them an expression takes the same steps. */
function isSafe({ source, flags }: Expression): boolean {
  const { safe } = isSafePattern(source.replace(/\(\?<\w+>/g, '('), {
    caseInsensitive: flags.includes('i'),
    dotAll: flags.includes('s'),
    multiLine: flags.includes('m'),
    unicode: flags.includes('u'),
    timeout: 1000,
  });
  return safe;
}

function isKnownSafe(expression: Expression): boolean {
  if (Object.hasOwn(REVIEWED, expression.source)) return true;
  try {
    return isSafe(expression);
  } catch {
    return false;
  }
}

describe('every regular expression of the sources', () => {
  it('is found', () => {
    expect(expressions.length).toBeGreaterThan(60);
    expect(repeating.map(sourceOf)).toContain(String.raw`^Bearer +([^\s,]+) *$`);
    const made = expressionsIn(
      'x.ts',
      'const A = "[a]+"; new RegExp(`^${A}:${b}`, "i"); RegExp(A); /a\\/b/g',
    );
    expect(made.map(({ source, flags }) => `/${source}/${flags}`)).toEqual([
      '/^[a]+:x/i',
      '/[a]+/',
      '/a\\/b/g',
    ]);
  });

  it('is judged safe, or was looked at', () => {
    expect(
      repeating.filter((each) => !isKnownSafe(each)).map(({ place, source }) => `${place} ${source}`),
    ).toEqual([]);
  });

  it('that was looked at is still there', () => {
    const sources = repeating.map(sourceOf);
    expect(Object.keys(REVIEWED).filter((source) => !sources.includes(source))).toEqual([]);
  });

  it(`searches ${LENGTH} characters without delay, also such as are made to be hard`, async () => {
    expect(await findSlow(repeating)).toEqual([]);
  }, 120_000);
});

describe('the search for slow ones', () => {
  it('finds those that are', async () => {
    const bad = ['(a+)+$', '^0*(\\d+?)(?:\\.0+)?$', '\\/+$', '"(?:[^"\\\\]|\\\\.)*"|[^]', '^(a|a)*$'];
    const found = await Promise.all(
      bad.map((source) => findSlow([{ place: source, source, flags: 'g' }], 3000)),
    );
    expect(found.map((each) => each.length)).toEqual(bad.map(() => 1));
  }, 120_000);
});
