import sql, { type Sql, empty, join, raw } from 'sql-template-tag';
import type { Column, Leaf, Step } from './column.js';
import type { Resource, ToOne, Viewer } from './resource.js';

interface Joined {
  readonly alias: string;
  readonly resource: Resource;
  /** How the related table is joined; nothing for the first row. */
  readonly by: Sql;
}

/** A value that a record's own table has no column for is read through joins; this collects the ones that are needed. */
export class Joins {
  private readonly joined = new Map<string, Joined>();

  constructor(
    resource: Resource,
    readonly row: Sql,
    readonly viewer: Viewer,
    /** How many EXISTS stand around this row; keeps their aliases apart. */
    readonly depth = 0,
  ) {
    this.joined.set(row.text, { alias: row.text, resource, by: empty });
  }

  /** The alias of the row at the end of the steps. */
  reach(steps: readonly Step[]): Sql {
    return steps.reduce((row, step) => this.follow(row, step), this.row);
  }

  /**
   * The value of a field. What lies behind relationships is null unless the viewer may read every record on the way, so
   * that no filter or order tells what a direct read would refuse.
   */
  value(column: Column): Sql {
    const value = this.leaf(this.reach(column.steps), column.leaf);
    return this.masked(column.steps, value);
  }

  /** The related record's key at the end of the steps, masked likewise. */
  key(steps: readonly Step[], last: Step): Sql {
    return this.masked(steps, last.relationship.key(this.reach(steps), this.viewer));
  }

  /** Whether the viewer may read every record on the way. */
  visible(steps: readonly Step[]): Sql {
    const conditions = steps.map((step, index) =>
      step.resource.visibleTo(this.viewer, this.reach(steps.slice(0, index + 1))),
    );
    return conditions.length === 0 ? raw('TRUE') : sql`(${join(conditions, ') AND (')})`;
  }

  /** The joins that the given pieces of a statement need. Ask when all pieces are compiled. */
  toSql(...pieces: readonly Sql[]): Sql {
    let needed = pieces.map((piece) => piece.sql).join(' ');
    const parts: Sql[] = [];
    for (const { alias, resource, by } of [...this.joined.values()].reverse()) {
      const more = resource.joins && namesWithin(needed, alias) ? resource.joins(raw(alias)) : empty;
      needed += by.sql + more.sql;
      parts.unshift(by, more);
    }
    return join(parts, ' ');
  }

  private masked(steps: readonly Step[], value: Sql): Sql {
    return steps.length === 0 ? value : sql`CASE WHEN ${this.visible(steps)} THEN ${value} END`;
  }

  private leaf(row: Sql, leaf: Leaf): Sql {
    if (leaf.is === 'id') return sql`${row}.${raw(leaf.identifier.column)}`;
    if (leaf.is === 'attribute') return leaf.attribute.sql?.(row) ?? sql`${row}.${raw(leaf.name)}`;
    const { relationship, resource } = leaf.step;
    if (resource.key === resource.id.column) return relationship.key(row, this.viewer);
    return sql`${this.follow(row, leaf.step)}.${raw(resource.id.column)}`;
  }

  /** A record that is always there is joined such that PostgreSQL may begin with it, which an order by it asks for. */
  private joinTo(row: Sql, { nullable }: ToOne): Sql {
    return raw(nullable || row.text !== this.row.text ? 'LEFT JOIN' : 'JOIN');
  }

  private follow(row: Sql, { name, relationship, resource }: Step): Sql {
    const alias = `${row.text}__${name}`;
    if (!this.joined.has(alias)) {
      const by = sql`${this.joinTo(row, relationship)} ${raw(resource.table)} AS ${raw(alias)} ON ${raw(alias)}.${raw(resource.key)} = ${relationship.key(row, this.viewer)}`;
      this.joined.set(alias, { alias, resource, by });
    }
    return raw(alias);
  }
}

/** Whether a text names a table that a resource joins to its row (`within(row, …)`); a join for nothing costs time. */
function namesWithin(text: string, alias: string): boolean {
  return new RegExp(`\\b${alias}_(?!_)`).test(text);
}
