import { PinoPretty, type PrettyStream } from 'pino-pretty';

/** Where lines for people go, and whether in colours; by default as their terminal can show. */
export type Target = number | NodeJS.WritableStream;

/** Reads JSON lines, and writes each as one for people; it is written before the call returns. */
export const forPeople = (target: Target, colorize = true): PrettyStream =>
  PinoPretty({
    destination: target,
    sync: true,
    colorize,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,context,event',
    messageFormat: wordsOf,
  });

/** What happened, in a few words; who wrote it comes first. */
function wordsOf({ context, event, msg }: Readonly<Record<string, unknown>>): string {
  const words = [msg, event].find((each) => typeof each === 'string') ?? '';
  return typeof context === 'string' ? `[${context}] ${words}` : words;
}
