import { type DestinationStream, destination as openDestination } from 'pino';

const STDOUT = 1;
/** Bytes. Several workers share one pipe, and no more than this is written to it in one piece (PIPE_BUF in Linux). */
const LARGEST_WRITE = 4096;
/** Bytes that wait for more of them, for a while (milliseconds): one write for a dozen lines costs little. */
const ENOUGH = 2048;
const LONGEST_WAIT = 100;
/** Bytes: where nobody reads the log any more, further lines are lost and not the memory. */
const MOST_WAITING = 8 * 1024 * 1024;

/** At a terminal for people, who want lines at once; elsewhere JSON for programs. */
async function open(): Promise<DestinationStream> {
  if (process.stdout.isTTY) return (await import('./for-people.js')).forPeople(STDOUT);
  // What is still waiting when the process ends is written then.
  return openDestination({
    dest: STDOUT,
    sync: false,
    maxWrite: LARGEST_WRITE,
    minLength: ENOUGH,
    maxLength: MOST_WAITING,
    periodicFlush: LONGEST_WAIT,
  });
}

/** Where all lines of this process go: its standard output. */
export const destination: DestinationStream = await open();
