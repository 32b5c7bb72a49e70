import type { Answer, Client, Json } from './client.js';
import { violationsOf } from './json-api-document.js';

/** A link of a document, and what must stand where it leads. */
export interface Lead {
  readonly url: string;
  /** Where it was found: the URL of the document and the pointer in it. */
  readonly from: string;
  readonly relation: string;
  /** The linkage that the document there must show; undefined where anything may stand there. */
  readonly linkage?: Json;
}

/** What was found at a link. */
export interface Arrival extends Lead {
  readonly answer: Answer;
  /** What is wrong with it; empty where it is what the link promised. */
  readonly faults: readonly string[];
}

/** Follows every link of every document from these paths on, each URL once, as one client may. */
export async function crawl(client: Client, entries: readonly string[]): Promise<readonly Arrival[]> {
  const leads: Lead[] = entries.map((path) => ({
    url: client.baseUrl + path,
    from: 'entry',
    relation: 'entry',
  }));
  const answers = new Map<string, Answer>();
  const arrivals: Arrival[] = [];
  for (const lead of leads) {
    const known = answers.get(lead.url);
    const answer = known ?? (await follow(client, lead));
    arrivals.push({ ...lead, answer, faults: faultsOf(lead, answer) });
    if (known) continue;
    answers.set(lead.url, answer);
    leads.push(...linksIn(answer.body, lead.url));
  }
  return arrivals;
}

function follow(client: Client, { url, from }: Lead): Promise<Answer> {
  if (!url.startsWith(`${client.baseUrl}/`)) throw new Error(`${from} leads away, to ${url}.`);
  return client.get(url.slice(client.baseUrl.length));
}

function faultsOf({ url, linkage }: Lead, { status, body }: Answer): readonly string[] {
  const faults = [...violationsOf(body, { sparse: url.includes('fields') })];
  if (status !== 200) return faults;
  if (urlOf(body.links?.self) !== url) faults.push(`calls itself ${String(urlOf(body.links?.self))}`);
  const shown = linkageOf(body.data);
  if (linkage !== undefined && JSON.stringify(shown) !== JSON.stringify(linkage)) {
    faults.push(`shows ${JSON.stringify(shown)} instead of ${JSON.stringify(linkage)}`);
  }
  return faults;
}

/** A link as text, whichever form it has. */
export const urlOf = (link: Json): string | null => (typeof link === 'object' ? (link?.href ?? null) : link);

const linkageOf = (data: Json): Json => data && { type: data.type, id: data.id };

function linksIn(document: Json, from: string): readonly Lead[] {
  const records = [document?.data, document?.included]
    .flat()
    .filter((each) => each?.links ?? each?.attributes);
  return [
    ...leadsIn(document?.links, `${from} /links`),
    ...records.flatMap((record) => linksOf(record, `${from} ${record.type}/${record.id}`)),
  ];
}

function linksOf(record: Json, from: string): readonly Lead[] {
  const own = leadsIn(record.links, from, linkageOf(record));
  const relationships = Object.entries((record.relationships ?? {}) as Record<string, Json>);
  return [
    ...own,
    ...relationships.flatMap(([name, { links, data }]) => leadsIn(links, `${from}/${name}`, data)),
  ];
}

const leadsIn = (links: Json, from: string, linkage?: Json): readonly Lead[] =>
  Object.entries((links ?? {}) as Record<string, Json>).flatMap(([relation, link]) => {
    const url = urlOf(link);
    return url === null ? [] : [{ url, from, relation, linkage }];
  });
