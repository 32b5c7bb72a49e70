import sql from 'sql-template-tag';
import { date, decimal, integer, json, optional, text, time } from '../shared/query/attribute.js';
import { COUNTED, defineResource, toOne } from '../shared/query/resource.js';
import { tallied } from '../shared/query/tally.js';
import type { Weather } from '../weather/weather.js';
import { weatherSchema } from '../weather/weather-schema.js';

const latitude = (where: string) =>
  decimal({
    about: `Latitude of the ${where}, degrees (WGS 84).`,
    minimum: -90,
    maximum: 90,
    example: 12.8947909,
  });
const longitude = (where: string) =>
  decimal({
    about: `Longitude of the ${where}, degrees (WGS 84).`,
    minimum: -180,
    maximum: 180,
    example: 77.6427151,
  });

export const runResource = defineResource({
  type: 'run',
  collection: 'runs',
  title: 'Run',
  about: 'A run that a member logged.',
  table: 'runs',
  versioned: true,
  id: COUNTED,
  attributes: {
    start_time: time({ about: 'When it began.', example: '2020-01-24T16:34:34.838Z' }),
    end_time: time({ about: 'When it ended: at most 48 hours later.', example: '2020-01-24T16:58:45.838Z' }),
    distance: integer({ about: 'Metres.', minimum: 1, maximum: 500_000, example: 4200 }),
    start_lat: latitude('start'),
    start_lng: longitude('start'),
    end_lat: latitude('end'),
    end_lng: longitude('end'),
    date: date({
      about: 'The day it began, in the zone that its owner had when it was logged.',
      example: '2020-01-24',
    }),
    duration: integer({
      about: 'Seconds from start to end, rounded down.',
      minimum: 1,
      maximum: 172_800,
      example: 1451,
    }),
    weather_info: optional(
      json<Weather>({
        about: 'The weather of the hour nearest the end, where the run ended; null until it is known.',
        schema: weatherSchema,
      }),
    ),
    weather_status: text({
      about:
        'Whether the weather is there (`ok`), still to come (`pending`), not to be had (`unavailable`, `failed`) or not asked for (`disabled`).',
      enum: ['pending', 'ok', 'unavailable', 'failed', 'disabled'],
      example: 'ok',
    }),
    created_at: time({ about: 'When it was logged.' }),
    updated_at: time({ about: 'When it was last changed.' }),
  },
  relationships: {
    user: toOne('user', { about: 'Who ran.', key: (row) => sql`${row}.user_id` }),
  },
  defaultSort: ['-start_time'],
  visibleTo: (viewer, row) => (viewer.may('runs') ? sql`true` : sql`${row}.user_id = ${viewer.id}`),
  tally: (viewer) => tallied('run_tallies', viewer.may('runs') ? null : viewer.id),
});
