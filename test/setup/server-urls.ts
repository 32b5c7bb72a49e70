/** Environment variables by which the run's server reaches the tests' processes. */
export const ADMIN_URL = 'KITROOM_TEST_ADMIN_URL';
export const APP_URL = 'KITROOM_TEST_URL';

/** The migrated, empty database that tests clone. */
export const TEMPLATE = 'kitroom_template';

/** The same server and role, another database. */
export function onDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** A URL that the global setup left; it runs before every test, so a missing one is a mistake in the setup. */
export function urlFrom(variable: typeof ADMIN_URL | typeof APP_URL): string {
  const url = process.env[variable];
  if (url === undefined) throw new Error(`${variable} is not set: the global setup has not run.`);
  return url;
}
