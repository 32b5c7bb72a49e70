const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether a `Host` header is a name or an address, with or without a port. */
export const isHost = (text: string): boolean => HOST.test(text);

interface Reached {
  readonly protocol: string;
  readonly host: string;
  readonly socket: { readonly localPort?: number | undefined };
}

/** The base of links as the client reached us; HTTP/1.0 need not name a host, and a proxy may name nonsense. */
export function baseOf({ protocol, host, socket }: Reached): string {
  const scheme = protocol === 'https' ? 'https' : 'http';
  return `${scheme}://${isHost(host) ? host : `localhost:${socket.localPort ?? 80}`}`;
}
