import type { DestinationStream } from 'pino';

/** Keeps what a log writes, as the JSON that it is. */
export class KeptLines implements DestinationStream {
  text = '';

  write(line: string): void {
    this.text += line;
  }

  get lines(): readonly Readonly<Record<string, unknown>>[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
