import { isDeepStrictEqual } from 'node:util';
import { type BenchRequest, get, type Script } from '../cases/request.js';
import { ADMIN } from '../data/members.js';
import type { Club } from '../data/club.js';
import { Connection } from '../load/connection.js';
import { signedBytes, type TokenOf } from '../load/wire.js';
import { attributesOf, type Essence, idOf, type Translate } from './peer.js';
import type { PeerTarget } from './targets.js';

/** How many requests of each case are compared: some of the peers' take a second. */
const COMPARED = 6;

/**
 * Asks Kitroom and a peer the same. Reading, both must find the same records, and as many; what the peer wrote is read
 * through Kitroom.
 * @throws Error with what was found where it differs, or the peer refuses
 */
export async function verifyPeer(
  kitroom: number,
  { peer, target }: PeerTarget,
  { name, script, translate }: { name: string; script: Script; translate: Translate },
  { club, tokenOf }: { club: Club; tokenOf: TokenOf },
): Promise<void> {
  const [own, other] = await Promise.all([Connection.open(kitroom), Connection.open(target.port)]);
  const askOwn = asking(own, tokenOf);
  const askPeer = asking(other, tokenOf);
  try {
    for (let count = 0; count < COMPARED; count += 1) {
      const request = script();
      const answer = peer.essenceOf(await askPeer(translate(request, club)));
      const [expected, found] = await ESSENTIAL[kindOf(request)](request, answer, askOwn);
      const inBrief = peer.sizeAlone?.includes(name) ? sizeOf : (essence: unknown): unknown => essence;
      if (!isDeepStrictEqual(inBrief(expected), inBrief(found)))
        throw new Error(`${peer.name}, ${name}: expected ${print(expected)}, found ${print(found)}`);
    }
  } finally {
    own.close();
    other.close();
  }
}

type Ask = (request: BenchRequest) => Promise<unknown>;

const asking =
  (connection: Connection, tokenOf: TokenOf): Ask =>
  async (request) => {
    const { status, body } = await connection.send(signedBytes(request, tokenOf));
    if (status !== request.expect) throw new Error(`${request.path} answered ${status}: ${body.toString()}`);
    return JSON.parse(body.toString()) as unknown;
  };

type Kind = 'reading' | 'posting' | 'lending' | 'login';

function kindOf({ method, path }: BenchRequest): Kind {
  if (method === 'GET') return 'reading';
  if (path === '/runs') return 'posting';
  return path === '/login' ? 'login' : 'lending';
}

/** What is expected, and what is there. */
type Compared = readonly [expected: unknown, found: unknown];

const ESSENTIAL: Readonly<
  Record<Kind, (request: BenchRequest, answer: Essence, ask: Ask) => Compared | Promise<Compared>>
> = {
  reading: async (request, answer, ask) => {
    const expected = essenceOf((await ask(request)) as Document);
    return [expected, { ...answer, count: expected.count === null ? null : answer.count }];
  },
  posting: async (request, { ids: [id = ''] }, ask) => {
    const given = attributesOf(request);
    const { data } = (await ask(get(request.member ?? ADMIN, `/runs/${id}`))) as One;
    return [given, Object.fromEntries(Object.keys(given).map((name) => [name, data.attributes[name]]))];
  },
  lending: async (request, _answer, ask) => {
    const { data } = (await ask(get(ADMIN, `/loan-items/${idOf(request)}`))) as One;
    return [(request.body as One).data.relationships?.loanedto.data, data.relationships?.loanedto.data];
  },
  login: (_request, { ids: [token = ''] }) => [3, token.split('.').length],
};

interface Resource {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: { readonly loanedto: { readonly data: unknown } };
}

interface One {
  readonly data: Resource;
}

interface Document {
  readonly data: Resource | readonly Resource[];
  readonly meta?: { readonly count?: number };
}

const essenceOf = ({ data, meta }: Document): Essence => ({
  ids: [data].flat().map(({ id }) => id),
  count: meta?.count ?? null,
});

const sizeOf = (essence: unknown): unknown => (essence as Essence).ids.length;
const print = (value: unknown): string => JSON.stringify(value);
