import { unreadable } from './weather-failure.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Every reader here throws `WeatherFailure` (`unavailable`) where the text or value is not what it reads. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}

export function readObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
  return value as JsonObject;
}

export function readList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable();
  return value;
}

/** A finite number; null where it is absent or null. */
export function readNumber(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unreadable();
  return value;
}

/** Seconds since 1970, as a time that ISO 8601 can write. */
export function readUnixTime(value: unknown): Date {
  const seconds = readNumber(value);
  const time = new Date(seconds === null ? NaN : seconds * 1000);
  if (Number.isNaN(time.getTime())) throw unreadable();
  return time;
}
