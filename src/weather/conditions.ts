/** From which code on (both ends included) the sky is called what. */
type Scale = readonly (readonly [from: number, to: number, condition: Condition])[];

export type Condition =
  | 'clear'
  | 'mainly_clear'
  | 'partly_cloudy'
  | 'overcast'
  | 'haze'
  | 'fog'
  | 'drizzle'
  | 'freezing_drizzle'
  | 'rain'
  | 'freezing_rain'
  | 'rain_showers'
  | 'sleet'
  | 'snow'
  | 'snow_grains'
  | 'snow_showers'
  | 'thunderstorm'
  | 'thunderstorm_hail';

const WMO: Scale = [
  [0, 0, 'clear'],
  [1, 1, 'mainly_clear'],
  [2, 2, 'partly_cloudy'],
  [3, 3, 'overcast'],
  [45, 45, 'fog'],
  [48, 48, 'fog'],
  [51, 55, 'drizzle'],
  [56, 57, 'freezing_drizzle'],
  [61, 65, 'rain'],
  [66, 67, 'freezing_rain'],
  [71, 75, 'snow'],
  [77, 77, 'snow_grains'],
  [80, 82, 'rain_showers'],
  [85, 86, 'snow_showers'],
  [95, 95, 'thunderstorm'],
  [96, 96, 'thunderstorm_hail'],
  [99, 99, 'thunderstorm_hail'],
];

/** The first match counts: fog stands before the haze around it. */
const OPEN_WEATHER: Scale = [
  [200, 299, 'thunderstorm'],
  [300, 399, 'drizzle'],
  [500, 504, 'rain'],
  [511, 511, 'freezing_rain'],
  [520, 531, 'rain_showers'],
  [600, 602, 'snow'],
  [611, 616, 'sleet'],
  [620, 622, 'snow_showers'],
  [741, 741, 'fog'],
  [700, 799, 'haze'],
  [800, 800, 'clear'],
  [801, 801, 'mainly_clear'],
  [802, 802, 'partly_cloudy'],
  [803, 804, 'overcast'],
];

/** The name of a WMO code (table 4677, as Open-Meteo uses it); null for a code that is not in the scale. */
export function wmoCondition(code: number | null): Condition | null {
  return conditionOn(WMO, code);
}

/** The name of an OpenWeather condition id; null for an id that is not in the scale. */
export function openWeatherCondition(id: number | null): Condition | null {
  return conditionOn(OPEN_WEATHER, id);
}

function conditionOn(scale: Scale, code: number | null): Condition | null {
  if (code === null) return null;
  return scale.find(([from, to]) => Number.isInteger(code) && from <= code && code <= to)?.[2] ?? null;
}
