import { TooManyRequests, Unavailable } from '../shared/errors/errors.js';

/** In one process: each has a connection of its own, and keeps PostgreSQL from tidying up. */
const MOST = 4;
/** Seconds after which it is worth another try. */
const PAUSE = 10;

/** The exports that are being sent, by who asked for them. */
export class UnderWay {
  private readonly callers = new Set<string>();

  /**
   * Takes a place, and gives back what leaves it.
   * @throws TooManyRequests where the caller has one already, Unavailable where there is none left
   */
  enter(callerId: string): () => void {
    if (this.callers.has(callerId)) throw new TooManyRequests('Your last export is still under way.', PAUSE);
    if (this.callers.size >= MOST) throw new Unavailable('Too many exports are under way.', 'BUSY', PAUSE);
    this.callers.add(callerId);
    return () => void this.callers.delete(callerId);
  }
}
