import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** All that came, for requests that were pipelined. */
  readonly text: string;
  /** Whether the server closed the connection. */
  readonly closed: boolean;
}

/** Sends bytes as they are and reads until the server closes, or says nothing more for a while (milliseconds). */
export function sendRaw(port: number, request: string, patience = 400): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    const finish = (closed: boolean): void => {
      socket.destroy();
      resolve(readAnswer(text, closed));
    };
    socket.setTimeout(patience, () => {
      finish(false);
    });
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('end', () => {
      finish(true);
    });
    socket.on('error', (error) => {
      if (text === '') reject(error);
      finish(true);
    });
  });
}

function readAnswer(text: string, closed: boolean): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((each) => [
      each.slice(0, each.indexOf(':')).toLowerCase(),
      each.slice(each.indexOf(':') + 1).trim(),
    ]),
  );
  return { status: Number(line.split(' ')[1]), headers, body: rest.join('\r\n\r\n'), text, closed };
}
