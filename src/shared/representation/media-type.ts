/** A media type as a header names it (RFC 9110, 8.3.1), in small letters; `quality` is the weight 0–1 of `Accept`. */
export interface MediaType {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

export const JSON_API = 'application/vnd.api+json';
export const PLAIN_JSON = 'application/json';

const TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const NAME = new RegExp(`^${TOKEN}/${TOKEN}$`, 'i');
const PARAMETER = new RegExp(`^(${TOKEN})\\s*=\\s*(${TOKEN}|${QUOTED})$`, 'i');
const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;
/**
 * Quoted text as a whole, or any other single character: so that separators inside quotes do not separate. A quote that
 * is never closed reaches to the end; looking for the end of each anew would cost the square of the length.
 */
const PIECES = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|[^]/g;

/** The media types of an `Accept` header; elements that are malformed are left out. */
export function parseMediaTypes(header: string): readonly MediaType[] {
  return splitOutsideQuotes(header, ',')
    .map(parseMediaType)
    .filter((type) => type !== null);
}

/** One media type with its parameters, or null where the text is none. */
export function parseMediaType(text: string): MediaType | null {
  const [name = '', ...rest] = splitOutsideQuotes(text, ';').map((part) => part.trim());
  if (!NAME.test(name)) return null;
  const parameters = new Map<string, string>();
  for (const part of rest.filter((each) => each !== '')) {
    const [, key, value] = PARAMETER.exec(part) ?? [];
    if (key === undefined || value === undefined) return null;
    parameters.set(key.toLowerCase(), unquote(value));
  }
  const quality = parameters.get('q') ?? '1';
  if (!QUALITY.test(quality)) return null;
  parameters.delete('q');
  return { name: name.toLowerCase(), parameters, quality: Number(quality) };
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  if (!text.includes('"')) return text.split(separator);
  const cuts = [...text.matchAll(PIECES)].filter(([piece]) => piece === separator).map(({ index }) => index);
  return [...cuts, text.length].map((end, at) => text.slice((cuts[at - 1] ?? -1) + 1, end));
}

const unquote = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;

/** Whether an `Accept` header asks for documents in JSON:API that follow this profile. */
export const asksForProfile = (accept: string, profile: string): boolean =>
  accept.includes(profile) &&
  parseMediaTypes(accept).some(
    (type) =>
      type.name === JSON_API &&
      type.quality > 0 &&
      knowsParameters(type) &&
      profilesOf(type).includes(profile),
  );

const profilesOf = ({ parameters }: MediaType): readonly string[] =>
  (parameters.get('profile') ?? '').split(' ');

/** The extension that documents with lists of operations use (jsonapi.org/ext/atomic). */
export const ATOMIC = 'https://jsonapi.org/ext/atomic';

/** JSON:API with an extension, as a header names it. */
export const extended = (extension: string): string => `${JSON_API};ext="${extension}"`;

/**
 * Whether parameters of the JSON:API media type are ones that the specification lets pass: `ext` with the extension that
 * a route's documents use, and `profile` with anything.
 */
export const knowsParameters = (type: MediaType, extension: string | null = null): boolean =>
  extensionsOf(type).every((uri) => uri === extension) &&
  [...type.parameters.keys()].every((key) => key === 'ext' || key === 'profile');

/** Whether a document of this type uses the extension. */
export const usesExtension = (type: MediaType, extension: string): boolean =>
  extensionsOf(type).includes(extension);

const extensionsOf = ({ parameters }: MediaType): readonly string[] =>
  (parameters.get('ext') ?? '').split(' ').filter((uri) => uri !== '');
