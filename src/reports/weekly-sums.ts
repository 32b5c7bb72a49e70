import sql, { raw, type Sql } from 'sql-template-tag';
import { runResource } from '../runs/run.resource.js';
import { type Filter, mentions } from '../shared/query/filter/filter.js';
import { compileFilter } from '../shared/query/filter/compile.js';
import { Joins } from '../shared/query/joins.js';
import type { Viewer } from '../shared/query/resource.js';

const RUN = raw('run');

/** One row a week (ISO 8601, of each run's own local date) of the runs that fit the filter. */
export function weeklySums(viewer: Viewer, filter: Filter | null): Sql {
  const joins = new Joins(runResource, RUN, viewer);
  const fitting = filter ? compileFilter(filter, joins) : sql`true`;
  return sql`
    SELECT to_char(week_start, 'IYYY-"W"IW') AS id, extract(isoyear FROM week_start)::int AS year,
      extract(week FROM week_start)::int AS week_number, week_start, run_count, total_distance, total_duration
    FROM (
      SELECT date_trunc('week', ${RUN}.date::timestamp)::date AS week_start, count(*) AS run_count,
        sum(${RUN}.distance) AS total_distance, sum(${RUN}.duration) AS total_duration
      FROM runs AS ${RUN} ${joins.toSql(fitting)}
      WHERE ${visible(viewer, filter)} AND ${fitting}
      GROUP BY week_start
    ) AS weeks`;
}

/** A report is of one's own runs, also for those who may see all, unless their filter names users. */
function visible(viewer: Viewer, filter: Filter | null): Sql {
  const own = sql`${RUN}.user_id = ${viewer.id}`;
  return mentions(filter, 'user') ? runResource.visibleTo(viewer, RUN) : own;
}
