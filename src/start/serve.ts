import { createApp } from '../create-app.js';
import { ModeService } from '../mode/mode.service.js';
import type { Settings } from '../settings/settings.js';
import { FirstAdmin } from '../users/first-admin.js';
import { Drain } from './drain.js';
import type { Started } from './greeting.js';

export interface Serving extends Started {
  /** Finishes what is under way, then stops. */
  readonly close: () => Promise<void>;
  /** Rejected where it serves no longer, and cannot again. */
  readonly lost?: Promise<never>;
}

/** Starts the server of this process and listens. */
export async function serve(settings: Settings): Promise<Serving> {
  const app = await createApp(settings);
  const drain = new Drain(app);
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  return {
    address: settings.publicUrl ?? addressOf(await app.getUrl()),
    mode: await app.get(ModeService, { strict: false }).find(),
    defaultPassword: await app.get(FirstAdmin, { strict: false }).hasDefaultPassword(),
    close: () => drain.close(),
  };
}

/** An address that people can open, also where the server listens on all of them. */
const addressOf = (url: string): string =>
  url.replace(/\/\/(\[::1?\]|0\.0\.0\.0|127\.0\.0\.1)/, '//localhost');
