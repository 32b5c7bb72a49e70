import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import type { Expression } from './regular-expressions.js';

export const LENGTH = 50_000;
/** Milliseconds: work that grows with the length needs one or two, with its square thousands. */
const SLOW = 400;
/** For all texts of one expression. */
const HUNG = 20_000;

/** A text that begins in some way, repeats something, and ends in a way that fits seldom. */
interface Attack {
  readonly head: string;
  readonly pump: string;
  readonly tail: string;
}

const TAILS = ['', '\u0001', '\n!'];
const COMMON = [' ', 'a', '0', '"', '\\', '/'];
const CLASSES: Readonly<Record<string, string>> = {
  d: '0',
  w: 'a',
  s: '\t',
  S: '!',
  W: '!',
  D: 'a',
  n: '\n',
  r: '\r',
};

/** Characters that an expression speaks of, and some that it does not. */
function charactersOf(source: string): readonly string[] {
  const named = [...source.matchAll(/\\([dwsSWDnr])/g)].map(([, name = '']) => CLASSES[name] ?? name);
  const bare = source.replace(/\(\?<\w+>/g, '(').replace(/\\[a-zA-Z]/g, '');
  return [...new Set([...named, ...bare, ...COMMON])].filter(
    (one) => !'^$()*+?{}|'.includes(one) || source.includes(`\\${one}`),
  );
}

/** The beginnings of what the expression fits: what comes after them meets it half way through. */
function headsOf({ source, flags }: Expression): readonly string[] {
  if (/\(\?<?[=!]|\\p/.test(source)) return [''];
  const [sample = ''] = fc.sample(fc.stringMatching(new RegExp(source, flags.replace(/[giy]/g, ''))), {
    numRuns: 1,
    seed: 7,
  });
  const cuts = [0, 1, 0.25, 0.5, 0.75, 0.95].map((part) => sample.slice(0, Math.floor(sample.length * part)));
  return [...new Set(cuts)].map((head) => head.slice(0, 100));
}

function attacksOn(expression: Expression): readonly Attack[] {
  const characters = charactersOf(expression.source);
  const heads = headsOf(expression);
  const few = characters.slice(0, 14);
  const pairs = few.flatMap((one) => few.filter((other) => other !== one).map((other) => one + other));
  const alone = characters.flatMap((pump) =>
    heads.flatMap((head) => TAILS.map((tail) => ({ head, pump, tail }))),
  );
  return [...alone, ...pairs.map((pump) => ({ head: '', pump, tail: '\u0001' }))];
}

/** Runs in a thread of its own, which can be ended in the middle of a search. */
const PROGRAM = `
const { parentPort, workerData: { expressions, length, slow } } = require('node:worker_threads');
const time = (pattern, text) => {
  const began = performance.now();
  pattern.lastIndex = 0;
  text.replace(pattern, '');
  return performance.now() - began;
};
for (const { place, source, flags, attacks } of expressions) {
  parentPort.postMessage({ begins: place });
  const pattern = new RegExp(source, flags);
  for (const { head, pump, tail } of attacks) {
    const text = head + pump.repeat(Math.ceil(length / pump.length)) + tail;
    // Another process may have had the processor: only what is slow again is slow.
    if (time(pattern, text) < slow || time(pattern, text) < slow) continue;
    parentPort.postMessage({ slow: place + ' on ' + JSON.stringify([head, pump, tail]) });
    break;
  }
}`;

interface Told {
  readonly begins?: string;
  readonly slow?: string;
}

/** Searches with each expression in texts that are made to be hard for it; tells those that took too long, and on what. */
export function findSlow(expressions: readonly Expression[], hung = HUNG): Promise<readonly string[]> {
  const workerData = {
    expressions: expressions.map((each) => ({ ...each, attacks: attacksOn(each) })),
    length: LENGTH,
    slow: SLOW,
  };
  return new Promise((resolve, reject) => {
    const found: string[] = [];
    let current = '';
    const worker = new Worker(PROGRAM, { eval: true, workerData });
    const watch = (): NodeJS.Timeout =>
      setTimeout(() => {
        found.push(`${current} does not end`);
        void worker.terminate();
      }, hung);
    let timer = watch();
    worker.on('message', ({ begins, slow }: Told) => {
      clearTimeout(timer);
      timer = watch();
      current = begins ?? current;
      if (slow !== undefined) found.push(slow);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve(found);
    });
  });
}
