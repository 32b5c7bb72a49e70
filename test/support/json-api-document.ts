import { repeated, unlinked } from './json-api-linkage.js';
import { type Check, isObject, isResource, isText, listAt, membersAt, optional } from './json-api-values.js';

/** What a validator must know of a document to judge it. */
export interface Circumstances {
  /** Whether the client chose `fields`, which may leave out the linkage that leads to an included record. */
  readonly sparse?: boolean;
}

/**
 * What a document of a server has against the structure that JSON:API 1.1 asks for, each as the pointer of the place and
 * what is wrong there; empty where there is nothing.
 */
export function violationsOf(document: unknown, { sparse = false }: Circumstances = {}): readonly string[] {
  if (!isObject(document)) return [': no object'];
  const faults = membersAt('', document, TOP_LEVEL, /^[a-z0-9]+:/i);
  const content = ['data', 'errors', 'meta', 'atomic:results'].filter((name) =>
    Object.hasOwn(document, name),
  );
  if (content.length === 0) faults.push(': neither data nor errors nor meta');
  if (content.includes('data') && content.includes('errors')) faults.push(': both data and errors');
  if (Object.hasOwn(document, 'included') && !content.includes('data'))
    faults.push(': included without data');
  if (faults.length > 0 || !content.includes('data')) return faults;
  return [...repeated(document), ...(sparse ? [] : unlinked(document))];
}

const resourceOrIdentifier: Check = (at, value) =>
  isResource(value) ? resource(at, value) : identifier(at, value);

const primary: Check = (at, value) => {
  if (value === null) return [];
  return Array.isArray(value) ? listAt(at, value, resourceOrIdentifier) : resourceOrIdentifier(at, value);
};

const text: Check = (at, value) => (isText(value) ? [] : [`${at}: no text`]);

const name: Check = (at, value) =>
  isText(value) && MEMBER_NAME.test(value) ? [] : [`${at}: no member name`];

/** Specification, "Member Names": letters and digits of any script, and `-`, `_` and space between them. */
const MEMBER_NAME =
  /^[a-z0-9\u0080-\u{10ffff}](?:[a-z0-9\u0080-\u{10ffff}_ -]*[a-z0-9\u0080-\u{10ffff}])?$/iu;

const meta: Check = (at, value) => (isObject(value) ? [] : [`${at}: no object`]);

/** A URI reference (RFC 3986, 4.1), by the characters that it may have. */
const uri: Check = (at, value) =>
  isText(value) && /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-F]{2})+$/i.test(value) ? [] : [`${at}: no URI`];

const link: Check = (at, value) => {
  if (value === null) return [];
  return isObject(value) ? membersAt(at, value, LINK_OBJECT) : uri(at, value);
};

const LINK_OBJECT = {
  href: uri,
  rel: optional(text),
  describedby: optional(link),
  title: optional(text),
  type: optional(text),
  hreflang: optional((at, value) => (Array.isArray(value) ? listAt(at, value, text) : text(at, value))),
  meta: optional(meta),
};

const linksNamed =
  (...names: readonly string[]): Check =>
  (at, value) =>
    membersAt(at, value, Object.fromEntries(names.map((each) => [each, optional(link)])));

const identifier: Check = (at, value) => membersAt(at, value, { type: name, id: text, meta: optional(meta) });

const linkage: Check = (at, value) => {
  if (value === null) return [];
  return Array.isArray(value) ? listAt(at, value, identifier) : identifier(at, value);
};

const relationship: Check = (at, value) => {
  const faults = membersAt(at, value, {
    links: optional(linksNamed('self', 'related', ...PAGES)),
    data: optional(linkage),
    meta: optional(meta),
  });
  if (isObject(value) && Object.keys(value).length === 0) faults.push(`${at}: an empty relationship`);
  return faults;
};

const PAGES = ['first', 'last', 'prev', 'next'] as const;

const named =
  (each: Check): Check =>
  (at, value) => {
    if (!isObject(value)) return [`${at}: no object`];
    return Object.entries(value).flatMap(([key, member]) => [
      ...name(`${at}/${key}`, key),
      ...each(`${at}/${key}`, member),
    ]);
  };

const resource: Check = (at, value) => [
  ...membersAt(at, value, {
    type: name,
    id: text,
    attributes: optional(named(() => [])),
    relationships: optional(named(relationship)),
    links: optional(linksNamed('self')),
    meta: optional(meta),
  }),
  ...sharedNames(at, value),
];

/** Attributes, relationships, `type` and `id` have their names in common. */
function sharedNames(at: string, value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  const attributes = Object.keys(isObject(value['attributes']) ? value['attributes'] : {});
  const relationships = Object.keys(isObject(value['relationships']) ? value['relationships'] : {});
  const all = ['type', 'id', ...attributes, ...relationships];
  return all.filter((each, index) => all.indexOf(each) !== index).map((each) => `${at}: two of ${each}`);
}

const error: Check = (at, value) => {
  const faults = membersAt(at, value, {
    id: optional(text),
    links: optional(linksNamed('about', 'type')),
    status: optional((place, status) => (/^[45]\d\d$/.test(String(status)) ? text(place, status) : [place])),
    code: optional(text),
    title: optional(text),
    detail: optional(text),
    source: optional((place, source) =>
      membersAt(place, source, {
        pointer: optional(pointer),
        parameter: optional(text),
        header: optional(text),
      }),
    ),
    meta: optional(meta),
  });
  if (isObject(value) && Object.keys(value).length === 0) faults.push(`${at}: an empty error`);
  return faults;
};

const pointer: Check = (at, value) =>
  isText(value) && /^(?:\/(?:[^~/]|~[01])*)*$/.test(value) ? [] : [`${at}: no JSON pointer`];

const list =
  (each: Check): Check =>
  (at, value) =>
    listAt(at, value, each);

const TOP_LEVEL = {
  data: optional(primary),
  errors: optional(list(error)),
  meta: optional(meta),
  included: optional(list(resource)),
  links: optional(linksNamed('self', 'related', 'describedby', ...PAGES)),
  jsonapi: optional((at, value) =>
    membersAt(at, value, {
      version: optional(text),
      ext: optional(list(uri)),
      profile: optional(list(uri)),
      meta: optional(meta),
    }),
  ),
};
