import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Club } from '../support/club.js';
import { addItem } from '../support/lending-cast.js';

interface Example {
  readonly request: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly status: number;
  /** The error's code; undefined where there is none. */
  readonly code: string | undefined;
  readonly says: readonly (readonly [name: string, value: string])[];
}

function field(line: string): [string, string] {
  const [name = '', ...value] = line.split(': ');
  return [name, value.join(': ')];
}

const page = readFileSync(new URL('../../docs/idempotency.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```http\n([^]*?)^```/gm)].map(([, text = '']) => parse(text));

/** A request, its body where it has one, and its answer, with empty lines between them. */
function parse(text: string): Example {
  const parts = text.trim().split('\n\n');
  const [request = '', ...headers] = (parts[0] ?? '').split('\n');
  const [answer = '', ...says] = (parts.at(-1) ?? '').split('\n');
  const [status, code] = answer.split(' ');
  return {
    request,
    headers: Object.fromEntries(headers.map(field)),
    body: parts.length > 2 ? parts[1] : undefined,
    status: Number(status),
    code,
    says: says.map(field),
  };
}

let club: Club;
let [etag, old] = ['', ''];
beforeAll(async () => {
  club = await Club.open();
  await club.join('ann');
  await addItem(club, 'rope-1', null);
  await addItem(club, 'rope-2', null);
});
afterAll(() => club.close());

/** What the page calls by a name. */
const resolve = (value: string): string => ({ ETAG: etag, OLD: old })[value] ?? value;

describe('the page on safe changes', () => {
  it('has examples', () => {
    expect(examples).toHaveLength(9);
  });

  it.each(examples)('tells what comes of $request: $status $code', async (example) => {
    const [method = '', path = ''] = example.request.split(' ');
    const headers = Object.entries(example.headers).map(([name, value]) => [name, resolve(value)]);
    const answer = await club.admin.plain.send(method, path, undefined, {
      headers: { ...Object.fromEntries(headers), 'Content-Type': 'application/json' },
      ...(example.body !== undefined && { raw: example.body }),
    });
    expect(answer.status).toBe(example.status);
    expect(answer.body?.code).toBe(example.code);
    const tag = answer.headers.get('etag');
    if (tag !== null && tag !== etag) [etag, old] = [tag, etag];
    for (const [name, value] of example.says) expect(answer.headers.get(name)).toBe(resolve(value));
  });
});
