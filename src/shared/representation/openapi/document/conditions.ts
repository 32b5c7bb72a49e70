import type { Parameter } from '../parameter.js';
import type { Route } from '../route.js';

/** Whether a route answers one record with an ETag. */
export const answersTag = ({ represents, answers }: Route): boolean =>
  represents?.resource.versioned === true && answers === 'one';

/** Whether a read may be answered with 304: the client has this very representation. */
export const mayBeUnmodified = (route: Route): boolean => route.method === 'get' && answersTag(route);

/** Whether `If-Match` counts: in reads of one record, and in changes of the record that the path names. */
export function comparesVersions(route: Route): boolean {
  const { method, path, represents } = route;
  if (method === 'get') return answersTag(route);
  return represents?.resource.versioned === true && path.includes('{');
}

/** The headers by which a client says what it knows of a record (RFC 9110, 13.1). */
export const conditionParameters = (route: Route): readonly Parameter[] => [
  ...(mayBeUnmodified(route)
    ? [condition('IfNoneMatch', 'If-None-Match', 'Answer 304 where the record still has this ETag.')]
    : []),
  ...(comparesVersions(route)
    ? [condition('IfMatch', 'If-Match', 'Answer 412 where the record no longer has this ETag.')]
    : []),
];

/** `*`, or ETags with commas between them. */
const TAGS = '^ *(\\*|(W/)?"[^"]*"( *, *(W/)?"[^"]*")*) *$';

const condition = (key: string, name: string, description: string): Parameter => ({
  key,
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', pattern: TAGS, minLength: 1, maxLength: 8192 },
});
