import * as reading from '../cases/reading.js';
import type { BenchRequest } from '../cases/request.js';
import * as writing from '../cases/writing.js';
import type { Club } from '../data/club.js';
import { uuidOf } from '../data/tokens.js';
import {
  attributesOf,
  comparedWith,
  containedText,
  type Essence,
  idOf,
  type Peer,
  placeOf,
  toCamel,
} from './peer.js';
import * as documents from './postgraphile.documents.js';

/** GraphQL has one path, and answers 200 whatever happened. */
const ask = ({ member }: BenchRequest, query: string, variables: object): BenchRequest => ({
  method: 'POST',
  path: '/graphql',
  member,
  plain: true,
  body: { query, variables },
  expect: 200,
});

/** Who asks is said by the request itself: the tables have no policies that would. */
const owner = ({ member }: BenchRequest) => ({ userId: uuidOf(`member ${member}`) });

export const postgraphile: Peer = {
  name: 'PostGraphile',
  folder: 'postgraphile',
  translate: {
    [reading.oneRun.name]: (request) => ask(request, documents.RUN, { id: idOf(request) }),
    [reading.page.name]: (request) => ask(request, documents.COUNTED_RUNS, { condition: owner(request) }),
    [reading.uncounted.name]: (request) => ask(request, documents.RUNS, { condition: owner(request) }),
    [reading.deepPage.name]: (request, club) =>
      ask(request, documents.RUNS, { condition: {}, after: cursorOf(request, club) }),
    [reading.filtered.name]: (request) =>
      ask(request, documents.COUNTED_RUNS, { condition: owner(request), filter: filterOf(request) }),
    [reading.contained.name]: (request) => ask(request, documents.ITEMS, { text: containedText(request) }),
    [reading.oneItem.name]: (request) => ask(request, documents.ITEM, { id: idOf(request) }),
    [reading.everyRun.name]: (request) => ask(request, documents.COUNTED_RUNS, { condition: {} }),
    [writing.post.name]: (request) => ask(request, documents.ADD_RUN, { run: runOf(request) }),
  },
  essenceOf,
};

function filterOf(request: BenchRequest): object {
  const { distance, duration, date, start_lat } = comparedWith(request);
  const lateAndNorth = { date: { greaterThanOrEqualTo: date }, startLat: { greaterThan: start_lat } };
  return {
    distance: { greaterThanOrEqualTo: distance },
    or: [{ duration: { lessThan: duration } }, lateAndNorth],
  };
}

/** What PostGraphile calls the order of the document; others it refuses. */
const NEWEST_FIRST = 'e9e3506633';

function cursorOf(request: BenchRequest, club: Club): string {
  const { at, id } = placeOf(request, club);
  const parts = [NEWEST_FIRST, at.replace('Z', '000+00:00'), id];
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}

/** The zone of the owner, too, is the client's to know. */
function runOf(request: BenchRequest): object {
  const given = Object.entries(attributesOf(request)).map(([name, value]) => [toCamel(name), value] as const);
  const known = { ...owner(request), timeZone: 'Europe/Berlin', weatherStatus: 'disabled' };
  return { ...Object.fromEntries(given), ...known };
}

interface Row {
  readonly rowId: string;
}

interface Answer {
  readonly data: {
    readonly one?: Row | null;
    readonly many?: { readonly totalCount?: number; readonly edges: readonly { readonly node: Row }[] };
    readonly added?: { readonly one: Row } | null;
  };
}

function essenceOf(body: unknown): Essence {
  const { one, many, added } = (body as Answer).data;
  if (many) return { ids: many.edges.map(({ node }) => node.rowId), count: many.totalCount ?? null };
  const row = one ?? added?.one;
  if (!row) throw new Error(`There is no record in ${JSON.stringify(body)}`);
  return { ids: [row.rowId], count: null };
}
