import { expect } from '@jest/globals';
import type { Answer, Json } from './client.js';
import { Club, type Member } from './club.js';
import { addItem } from './lending-cast.js';
import { violationsOf } from './json-api-document.js';
import { runBody } from './run-body.js';

export const JSON_API = 'application/vnd.api+json';

/** One request of the checklist. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Who asks; the first admin unless said otherwise. */
  readonly as?: 'ann' | 'nobody';
  readonly accept?: string;
  readonly type?: string;
}

type Options = Pick<Request, 'as' | 'accept' | 'type'>;

export const get = (path: string, options: Options = {}): Request => ({ method: 'GET', path, ...options });
export const head = (path: string, options: Options = {}): Request => ({ method: 'HEAD', path, ...options });
export const remove = (path: string, options: Options = {}): Request => ({
  method: 'DELETE',
  path,
  ...options,
});
export const post = (path: string, body: unknown, options: Options = {}): Request => ({
  method: 'POST',
  path,
  body,
  ...options,
});
export const patch = (path: string, body: unknown, options: Options = {}): Request => ({
  ...post(path, body, options),
  method: 'PATCH',
});

/** A document with one record. */
export const one = (type: string, more: object = {}) => ({ data: { type, ...more } });
export const newRun = (changes: object = {}, more: object = {}) =>
  one('run', { attributes: runBody(changes), ...more });

/** What must be true of an answer beyond its status and content; it may ask the club more. */
export type Further = (answer: Answer, stage: Stage) => void | Promise<void>;

/**
 * A row of the checklist. Its name begins with the anchor of the specification's section; `content` is what the document
 * has among other things.
 */
export type Row = readonly [
  rule: string,
  request: Request,
  status: number,
  content?: object | null,
  further?: Further,
];

/** A club in which there is one of each thing: what the rows' paths name. */
export class Stage {
  private constructor(
    readonly club: Club,
    private readonly ann: Member,
  ) {}

  /**
   * Ann runs 1 and 3 and holds `saw` by loan 1; bob runs 2, and held `drill` by loan 2 until it was returned; `a:b` and
   * `spare` are free, and so is `drill`.
   */
  static async set(): Promise<Stage> {
    const club = await Club.open();
    const ann = await club.join('ann', ['regular'], { first_name: 'Ann' });
    await club.join('bob');
    await addItem(club, 'saw', 'ann');
    await addItem(club, 'drill', 'bob');
    await club.admin.plain.post('/loans/2/return');
    await addItem(club, 'a:b', null);
    await addItem(club, 'spare', null);
    for (const [user, distance] of [
      ['ann', 3000],
      ['bob', 1000],
      ['ann', 2000],
    ] as const) {
      await club.admin.plain.post('/runs', runBody({ user, distance }));
    }
    return new Stage(club, ann);
  }

  close(): Promise<void> {
    return this.club.close();
  }

  send({ method, path, body, as, accept = JSON_API, type }: Request): Promise<Answer> {
    const members = { ann: this.ann, nobody: this.club.nobody };
    const { jsonApi } = as ? members[as] : this.club.admin;
    const headers = { Accept: accept, ...(type !== undefined && { 'Content-Type': type }) };
    return jsonApi.send(method, path, body, { headers });
  }

  /** Sends the row's request and holds the answer against the row, and against what is true of every answer. */
  async check([, request, status, content, further]: Row): Promise<void> {
    const before = await this.club.everything();
    const answer = await this.send(request);
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status,
      ...(content !== undefined && { body: content }),
    });
    isJsonApi(answer, request);
    if (status >= 400) expect(await this.club.everything()).toEqual(before);
    await further?.(answer, this);
  }
}

/** What every answer owes, whatever was asked. */
function isJsonApi({ status, headers, body }: Answer, request: Request): void {
  expect(headers.get('content-type')).toMatch(/^application\/vnd\.api\+json(; ?(ext|profile)="[^"]+")?$/);
  expect(headers.get('vary')?.split(', ')).toContain('Accept');
  if (request.method === 'HEAD') return;
  expect(violationsOf(body, { sparse: request.path.includes('fields') })).toEqual([]);
  expect(Object.hasOwn(body as object, 'errors')).toBe(status >= 400);
  for (const error of (body.errors ?? []) as Json[]) {
    expect(error.status).toBe(String(status));
    if (error.source?.pointer !== undefined) expect(standsAt(request.body, error.source.pointer)).toBe(true);
  }
}

/** Whether a JSON pointer leads to something (RFC 6901). */
function standsAt(document: unknown, pointer: string): boolean {
  const steps = pointer.split('/').slice(1);
  let place = document;
  for (const step of steps.map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return false;
    place = (place as Record<string, unknown>)[step];
  }
  return place !== undefined;
}

/** The one error that says this. */
export const fault = (more: object) => ({ errors: [more] });
export const at = (pointer: string, code?: string) => fault({ source: { pointer }, ...(code && { code }) });
export const inParameter = (parameter: string) => fault({ source: { parameter } });

/** A read of the record at its own link answers with the very same document. */
export const isAsRead: Further = async ({ body }, { club }) => {
  const { pathname } = new URL(body.data.links.self as string);
  expect((await club.admin.jsonApi.get(pathname)).body).toEqual(body);
};
