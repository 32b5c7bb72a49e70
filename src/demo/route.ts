import type { Place } from '../weather/weather.js';

/** Metres in a degree of latitude. */
const DEGREE = 111_320;

/** The place this many metres away in this direction (degrees clockwise from north), to seven decimals. */
export function move({ lat, lng }: Place, metres: number, direction: number): Place {
  const angle = (direction * Math.PI) / 180;
  const east = DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    lat: sevenDecimals(lat + (metres * Math.cos(angle)) / DEGREE),
    lng: sevenDecimals(lng + (metres * Math.sin(angle)) / east),
  };
}

const sevenDecimals = (degrees: number): number => Number(degrees.toFixed(7));
