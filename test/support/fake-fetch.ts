/** What a fake server answers: a status with a body, headers, or no answer at all. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lost?: boolean;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A `fetch` that answers what it is told, in turn, the last one for ever; and what it was sent. */
export function fakeFetch(...answers: readonly FakeAnswer[]): {
  readonly fetch: typeof fetch;
  readonly sent: readonly Sent[];
} {
  const sent: Sent[] = [];
  const answer = (input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const { status = 200, body = {}, headers = {}, lost } = answers[sent.length] ?? answers.at(-1) ?? {};
    sent.push({
      method: init.method ?? 'GET',
      path: pathname + search,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    });
    if (lost) return Promise.reject(new TypeError('fetch failed'));
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status, headers }));
  };
  return { fetch: answer, sent };
}
