import type { Place } from './weather.js';

/** What leaves the server of a place, as text of two decimals: about a kilometre. */
export interface Cell {
  readonly latitude: string;
  readonly longitude: string;
}

export function cellOf(place: Place): Cell {
  return { latitude: twoDecimals(place.lat), longitude: twoDecimals(place.lng) };
}

function twoDecimals(degrees: number): string {
  const rounded = Math.round(degrees * 100) / 100;
  return (rounded === 0 ? 0 : rounded).toFixed(2);
}
