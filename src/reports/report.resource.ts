import sql, { type Sql } from 'sql-template-tag';
import { date, integer, text } from '../shared/query/attribute.js';
import { defineResource } from '../shared/query/resource.js';

const decimalText = { pattern: '^[0-9]+\\.[0-9]{1,3}$', maxLength: 20 };

/** At least one decimal and three at most, as the older system printed its means: `7500.0`, `3.125`. */
const printed = (value: Sql): Sql => sql`to_char(round(${value}, 3), 'FM999999999990.099')`;

const meanDistance = (row: Sql) => sql`(${row}.total_distance::numeric / ${row}.run_count)`;
const meanDuration = (row: Sql) => sql`(${row}.total_duration::numeric / ${row}.run_count)`;
/** Whole distance by whole time: a mean of speeds would count short runs for too much. */
const speed = (row: Sql) => sql`(${row}.total_distance::numeric / ${row}.total_duration)`;

/** A row of the sums that `weeklySums` makes. */
export const reportResource = defineResource({
  type: 'report',
  collection: 'reports',
  title: 'Report',
  about: 'The runs of one ISO 8601 week, summed up.',
  table: 'weekly_sums',
  id: {
    column: 'id',
    kind: 'text',
    about: 'ISO year and week.',
    pattern: '^[0-9]{4}-W[0-9]{2}$',
    maxLength: 8,
    example: '2020-W04',
  },
  attributes: {
    year: integer({
      about: 'ISO week-year: 2024-12-30 is in 2025.',
      minimum: 1,
      maximum: 9999,
      example: 2020,
    }),
    week_number: integer({ about: 'ISO week.', minimum: 1, maximum: 53, example: 4 }),
    week_start: date({ about: 'The Monday.', example: '2020-01-20' }),
    average_distance: text({
      about: 'Mean per run, metres.',
      sql: (row) => printed(meanDistance(row)),
      order: meanDistance,
      filter: false,
      example: '7500.0',
      ...decimalText,
    }),
    average_duration: text({
      about: 'Mean per run, seconds.',
      sql: (row) => printed(meanDuration(row)),
      order: meanDuration,
      filter: false,
      example: '1500.0',
      ...decimalText,
    }),
    average_speed: text({
      about: 'Total distance by total duration, metres per second.',
      sql: (row) => printed(speed(row)),
      order: speed,
      filter: false,
      example: '5.0',
      ...decimalText,
    }),
    run_count: integer({ about: 'How many runs.', minimum: 1, example: 2 }),
    total_distance: integer({ about: 'Metres.', minimum: 1, example: 15_000 }),
    total_duration: integer({ about: 'Seconds.', minimum: 1, example: 3000 }),
  },
  defaultSort: ['-id'],
  visibleTo: () => sql`true`,
  addressable: false,
});
