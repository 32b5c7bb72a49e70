import { isIP, isIPv4 } from 'node:net';

/** As long as an IP address can be written. */
const LONGEST = 45;

/**
 * An IP address as it is usually written: an IPv4 one as such also where it came through an IPv6 socket, without the port
 * or zone that proxies may add. What is no address (RFC 7239 lets proxies say `unknown`) stays as it is, cut.
 */
export function canonicalAddress(text: string): string {
  const [bare = ''] = withoutPort(text).split('%', 1);
  switch (isIP(bare)) {
    case 4:
      return bare;
    case 6:
      return unmapped(new URL(`http://[${bare}]`).hostname.slice(1, -1));
    default:
      return text.slice(0, LONGEST);
  }
}

/** What one client has to itself: an IPv4 address, or the /64 of an IPv6 one, in which it may take any. */
export function networkOf(text: string): string {
  const address = canonicalAddress(text);
  if (isIPv4(address) || isIP(address) === 0) return address;
  return `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

const withoutPort = (text: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;

/** URLs write `::ffff:192.0.2.1` as `::ffff:c000:201`. */
function unmapped(address: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const bytes = [high, low].map((group) => parseInt(group, 16)).flatMap((group) => [group >> 8, group & 255]);
  return bytes.join('.');
}

/** The eight groups of an address, of which `::` leaves out those that are zero. */
function groupsOf(address: string): readonly string[] {
  const [before, after] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const given = before ?? [];
  const rest = after ?? [];
  return [...given, ...Array.from({ length: 8 - given.length - rest.length }, () => '0'), ...rest];
}
