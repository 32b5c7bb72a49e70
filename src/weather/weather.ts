import type { Condition } from './conditions.js';

export type ProviderName = 'open-meteo' | 'openweathermap';

/** A point in decimal degrees (WGS 84). */
export interface Place {
  readonly lat: number;
  readonly lng: number;
}

/**
 * The weather of one hour at one place: what `weather_info` holds, under the names that it has on the wire, so that it
 * is stored and printed as it stands. Null where the provider did not say.
 */
export interface Weather {
  /** °C. */
  readonly temperature: number;
  /** °C. */
  readonly apparent_temperature: number | null;
  /** Relative, in %. */
  readonly humidity: number | null;
  /** The sum of the hour before, in mm. */
  readonly precipitation: number | null;
  /** m/s. */
  readonly wind_speed: number | null;
  /** Where the wind comes from, in degrees clockwise from north. */
  readonly wind_direction: number | null;
  /** The strongest of the hour before, in m/s. */
  readonly wind_gusts: number | null;
  /** %. */
  readonly cloud_cover: number | null;
  /** At sea level, in hPa. */
  readonly pressure: number | null;
  /** One scale for all providers; it may disagree with `precipitation`. */
  readonly condition: Condition | null;
  /** The provider's own code: WMO 4677 of Open-Meteo, the condition id of OpenWeather. */
  readonly code: number | null;
  /** ISO 8601, UTC. */
  readonly observed_at: string;
  readonly provider: ProviderName;
}

/** Weather, and the full hour that it stands for. */
export interface Observation {
  readonly hour: Date;
  readonly weather: Weather;
}
