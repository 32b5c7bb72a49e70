import pg from 'pg';

const MOST_STATEMENTS = 400;
const statementNames = new Map<string, string>();

/**
 * Lets PostgreSQL parse and plan this text once per connection. For texts that the code makes, without a client's
 * filter in them: the set is bounded, and what comes after the most is run unprepared.
 */
export function prepare(text: string): void {
  if (statementNames.has(text) || statementNames.size >= MOST_STATEMENTS) return;
  statementNames.set(text, `kitroom_${statementNames.size}`);
}

type Run = (...args: readonly unknown[]) => unknown;

/** TypeORM hands SQL to its driver without a name: this client adds the name of each text that was prepared. */
export class PreparedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const run = this.query.bind(this) as Run;
    const named: Run = (config, values, ...rest) => {
      const name = typeof config === 'string' ? statementNames.get(config) : undefined;
      return name ? run({ name, text: config, values }, ...rest) : run(config, values, ...rest);
    };
    this.query = named as typeof this.query;
  }
}
