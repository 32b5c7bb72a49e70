/** An answer as a client sees it: the body parsed where there is one. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; tests look into it freely. */
  readonly body: Json;
}

/** JSON of a shape that the test knows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer's shape is what the tests are about
export type Json = any;

export interface Options {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; `Content-Type` is then the test's to set. */
  readonly raw?: string;
}

export type Format = 'jsonApi' | 'plain';

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  jsonApi: 'application/vnd.api+json',
  plain: 'application/json',
};

/** A client that speaks one of the representations, as one user or as nobody. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly format: Format,
    readonly token: string | null,
  ) {}

  get(path: string, options?: Options): Promise<Answer> {
    return this.send('GET', path, undefined, options);
  }

  post(path: string, body?: unknown, options?: Options): Promise<Answer> {
    return this.send('POST', path, body, options);
  }

  put(path: string, body: unknown, options?: Options): Promise<Answer> {
    return this.send('PUT', path, body, options);
  }

  patch(path: string, body: unknown, options?: Options): Promise<Answer> {
    return this.send('PATCH', path, body, options);
  }

  delete(path: string, options?: Options): Promise<Answer> {
    return this.send('DELETE', path, undefined, options);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, raw }: Options = {},
  ): Promise<Answer> {
    const type = MEDIA_TYPES[this.format];
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        Accept: type,
        ...(payload !== undefined && { 'Content-Type': type }),
        ...this.credential(),
        ...headers,
      },
      ...(payload !== undefined && { body: payload }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }

  private credential(): Record<string, string> {
    if (this.token === null) return {};
    return this.format === 'plain'
      ? { 'access-token': this.token }
      : { Authorization: `Bearer ${this.token}` };
  }
}

function parsed(text: string): Json {
  if (text === '') return undefined;
  return text.startsWith('{') ? JSON.parse(text) : text;
}
