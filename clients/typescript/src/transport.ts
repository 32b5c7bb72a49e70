import { badAnswer, refusal, unreachable } from './kitroom-error.js';

/** One request, below the base URL. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly headers: Headers;
  /** The document, by what the OpenAPI document says of the path. */
  readonly body: unknown;
}

/** Sends one call. Fails with a `KitroomError`, or with the signal's reason where it was aborted. */
export type Transport = (call: Call) => Promise<Answer>;

/** Sends calls with `fetch`, as plain JSON. */
export function transportTo(baseUrl: string, send: typeof fetch): Transport {
  const base = baseUrl.replace(/\/+$/, '');
  return async (call) => {
    const response = await exchange(send, urlOf(base, call), call);
    const body = await readBody(response, call.signal);
    if (!response.ok) throw refusal(response.status, response.headers, body);
    if (typeof body !== 'object' || body === null) throw badAnswer(response.status);
    return { headers: response.headers, body };
  };
}

function urlOf(base: string, { path, query = {} }: Call): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? base + path : `${base}${path}?${search}`;
}

async function exchange(send: typeof fetch, url: string, call: Call): Promise<Response> {
  const { method, body, headers, signal } = call;
  const init: RequestInit = {
    method,
    headers: {
      Accept: 'application/json',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
  try {
    return await send(url, init);
  } catch (error) {
    throw signal?.aborted ? error : unreachable(error);
  }
}

/** Undefined where the body is no JSON. */
async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable(error);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
