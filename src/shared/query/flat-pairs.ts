import { BadRequest } from '../errors/errors.js';

/** One query parameter as it was sent, decoded: its name and its value. */
export type Pair = readonly [name: string, value: string];

/**
 * Reads a query string (without its `?`) into pairs, in their order and with repetitions: brackets mean nothing here,
 * so no name can build an object. Throws BadRequest `BAD_URL` on bad percent-encoding or bytes that are not UTF-8.
 */
export function flatPairs(queryString: string): readonly Pair[] {
  return queryString
    .split('&')
    .filter((part) => part !== '')
    .map(readPair);
}

function readPair(part: string): Pair {
  const equals = part.indexOf('=');
  if (equals === -1) return [decode(part), ''];
  return [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(withEncodedBytes(text).replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new BadRequest('The URL is not percent-encoded UTF-8.', 'BAD_URL');
    throw error;
  }
}

/** Node hands over a raw byte of the request line as the character of that number: `é` typed into curl comes as two. */
function withEncodedBytes(text: string): string {
  return text.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
}
