import type { Row } from './ask.js';
import { BASE } from './window.js';

/** How rows of one type are printed, in JSON:API and in plain JSON. */
export interface Kind {
  readonly type: string;
  readonly collection: string;
  readonly resource: (row: Row) => object;
  readonly flat: (row: Row) => object;
}

const runAttributes = (row: Row) => ({
  start_time: row['start_time'],
  end_time: row['end_time'],
  distance: row['distance'],
  start_lat: row['start_lat'],
  start_lng: row['start_lng'],
  end_lat: row['end_lat'],
  end_lng: row['end_lng'],
  date: row['date'],
  duration: row['duration'],
  weather_info: row['weather_info'],
  weather_status: row['weather_status'],
  created_at: row['created_at'],
  updated_at: row['updated_at'],
});

export const RUN: Kind = {
  type: 'run',
  collection: 'runs',
  resource: (row) => {
    const self = `${BASE}/runs/${row.id}`;
    const links = { self: `${self}/relationships/user`, related: `${self}/user` };
    const user = { links, data: { type: 'user', id: row['user'] } };
    return {
      type: 'run',
      id: row.id,
      attributes: runAttributes(row),
      relationships: { user },
      links: { self },
    };
  },
  flat: (row) => ({ id: row.id, ...runAttributes(row), user: row['user'] }),
};

const itemAttributes = (row: Row) => ({
  description: row['description'],
  available: row['available'],
  created_at: row['created_at'],
  updated_at: row['updated_at'],
});

export const ITEM: Kind = {
  type: 'loan-item',
  collection: 'loan-items',
  resource: (row) => {
    const self = `${BASE}/loan-items/${encodeURIComponent(row.id)}`;
    const { loanedto } = row;
    const relationships = {
      loanedto: {
        links: { self: `${self}/relationships/loanedto`, related: `${self}/loanedto` },
        data: loanedto === null ? null : { type: 'user', id: loanedto },
      },
      loans: { links: { related: `${self}/loans` } },
    };
    return { type: 'loan-item', id: row.id, attributes: itemAttributes(row), relationships, links: { self } };
  },
  flat: (row) => ({ id: row.id, ...itemAttributes(row), loanedto: row['loanedto'] }),
};

const reportAttributes = (row: Row) => ({
  year: row['year'],
  week_number: row['week_number'],
  week_start: row['week_start'],
  average_distance: row['average_distance'],
  average_duration: row['average_duration'],
  average_speed: row['average_speed'],
  run_count: row['run_count'],
  total_distance: row['total_distance'],
  total_duration: row['total_duration'],
});

export const REPORT: Kind = {
  type: 'report',
  collection: 'reports',
  resource: (row) => ({ type: 'report', id: row.id, attributes: reportAttributes(row) }),
  flat: (row) => ({ id: row.id, ...reportAttributes(row) }),
};
