import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Member } from './club.js';

/** A client that has an answer's head, and reads no further until it is told to. */
export class SlowReader {
  private constructor(private readonly answer: IncomingMessage) {}

  static async ask({ plain: { baseUrl, token } }: Member, path: string): Promise<SlowReader> {
    const request = get(baseUrl + path, { agent: false, headers: { 'access-token': token ?? '' } });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return new SlowReader(answer);
  }

  get status(): number | undefined {
    return this.answer.statusCode;
  }

  /** The whole body; throws where the connection ends before it does. */
  async read(): Promise<string> {
    let text = '';
    for await (const chunk of this.answer.setEncoding('utf8')) text += String(chunk);
    return text;
  }

  /** Goes away without a word. */
  leave(): void {
    this.answer.destroy();
  }
}
