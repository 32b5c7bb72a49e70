/** The base of all links: what the server is given as PUBLIC_URL. */
export const BASE = 'http://club.example';

const jsonapi = { version: '1.1' };

export interface RunRow {
  readonly id: string;
  readonly user: string;
  readonly visible?: boolean;
  readonly count?: number;
}

export interface ItemRow {
  readonly id: string;
  readonly loanedto: string | null;
}

export interface ReportRow {
  readonly id: string;
  readonly count?: number;
}

/** A window of a list, and where it was asked for. */
export interface Window {
  readonly path: string;
  readonly number: number;
  readonly size: number;
  /** As the client wrote it, encoded, with its question mark. */
  readonly search: string;
}

export function runDocument(row: RunRow): object {
  const resource = run(row);
  return { data: resource, links: resource.links, jsonapi };
}

export const runsDocument = (rows: readonly RunRow[], count: number, window: Window): object =>
  pageDocument(rows.map(run), count, window);

export const reportsDocument = (rows: readonly ReportRow[], count: number, window: Window): object =>
  pageDocument(rows.map(report), count, window);

export function itemDocument(row: ItemRow): object {
  const { id, loanedto, ...attributes } = row;
  const self = `${BASE}/loan-items/${encodeURIComponent(id)}`;
  const relationships = {
    loanedto: {
      links: { self: `${self}/relationships/loanedto`, related: `${self}/loanedto` },
      data: loanedto === null ? null : { type: 'user', id: loanedto },
    },
    loans: { links: { related: `${self}/loans` } },
  };
  const links = { self };
  return { data: { type: 'loan-item', id, attributes, relationships, links }, links, jsonapi };
}

function run({ id, user, visible: _visible, count: _count, ...attributes }: RunRow) {
  const self = `${BASE}/runs/${id}`;
  const relationships = {
    user: {
      links: { self: `${self}/relationships/user`, related: `${self}/user` },
      data: { type: 'user', id: user },
    },
  };
  return { type: 'run', id, attributes, relationships, links: { self } };
}

const report = ({ id, count: _count, ...attributes }: ReportRow) => ({ type: 'report', id, attributes });

function pageDocument(
  data: readonly object[],
  count: number,
  { path, number, size, search }: Window,
): object {
  const last = Math.max(1, Math.ceil(count / size));
  const at = (page: number): string => `${BASE}${path}?page%5Bnumber%5D=${page}&page%5Bsize%5D=${size}`;
  const links = {
    self: `${BASE}${path}${search}`,
    first: at(1),
    prev: number > 1 ? at(Math.min(number - 1, last)) : null,
    next: number < last ? at(number + 1) : null,
    last: at(last),
  };
  return { data, links, meta: { count }, jsonapi };
}
