import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../src/weather/json.js';
import { parseOpenMeteo } from '../../src/weather/open-meteo-answer.js';
import { parseCurrentWeather, parseTimeMachine } from '../../src/weather/open-weather-answer.js';
import { WeatherFailure } from '../../src/weather/weather-failure.js';

const documented = {
  latitude: 12.900001,
  longitude: 77.65,
  generationtime_ms: 0.317,
  utc_offset_seconds: 0,
  timezone: 'GMT',
  elevation: 892.0,
  hourly_units: { time: 'unixtime', temperature_2m: '°C' },
  hourly: {
    time: [1579824000, 1579827600],
    temperature_2m: [17.3, null],
    relative_humidity_2m: [81, null],
    precipitation: [0.0, null],
    weather_code: [1, null],
    wind_speed_10m: [2.1, null],
  },
};

const timeMachine = {
  lat: 52.2297,
  lon: 21.0122,
  data: [
    {
      dt: 1645888976,
      temp: 6.0,
      feels_like: 3.3,
      pressure: 1029,
      humidity: 64,
      clouds: 0,
      wind_speed: 3.6,
      wind_deg: 340,
      wind_gust: 5.1,
      rain: { '1h': 0.2 },
      weather: [{ id: 800, main: 'Clear' }],
    },
  ],
};

const current = {
  weather: [{ id: 501, main: 'Rain' }],
  main: { temp: 25.3, feels_like: 25.6, pressure: 1015, humidity: 64 },
  wind: { speed: 0.62, deg: 349, gust: 1.18 },
  rain: { '1h': 3.16 },
  clouds: { all: 100 },
  dt: 1661870592,
  cod: 200,
};

describe("Open-Meteo's answer", () => {
  it('gives the hours that have data, and null for what was not said', () => {
    expect(parseOpenMeteo(documented)).toEqual([
      {
        hour: new Date('2020-01-24T00:00:00Z'),
        weather: {
          temperature: 17.3,
          apparent_temperature: null,
          humidity: 81,
          precipitation: 0,
          wind_speed: 2.1,
          wind_direction: null,
          wind_gusts: null,
          cloud_cover: null,
          pressure: null,
          condition: 'mainly_clear',
          code: 1,
          observed_at: '2020-01-24T00:00:00.000Z',
          provider: 'open-meteo',
        },
      },
    ]);
  });

  it('goes by the epoch time of an hour, not by its place in the list', () => {
    const hourly = { time: [1579827600, 1579824000], temperature_2m: [2, 1] };
    const hours = parseOpenMeteo({ hourly }).map(({ hour, weather }) => [
      hour.toISOString(),
      weather.temperature,
    ]);
    expect(hours).toEqual([
      ['2020-01-24T01:00:00.000Z', 2],
      ['2020-01-24T00:00:00.000Z', 1],
    ]);
  });

  it.each([
    ['no object', []],
    ['null', null],
    ['an error with status 200', { error: true, reason: 'x' }],
    ['no hours', { hourly: {} }],
    ['a series of another length', { hourly: { time: [1579824000], temperature_2m: [1, 2] } }],
    ['a series that is no list', { hourly: { time: [1579824000], temperature_2m: 1 } }],
    ['a time as text', { hourly: { time: ['2020-01-24T00:00'], temperature_2m: [1] } }],
    ['a time beyond the calendar', { hourly: { time: [1e18], temperature_2m: [1] } }],
    ['a null time', { hourly: { time: [null], temperature_2m: [1] } }],
    ['a temperature as text', { hourly: { time: [1579824000], temperature_2m: ['17'] } }],
    ['an infinite temperature', { hourly: { time: [1579824000], temperature_2m: [Infinity] } }],
  ])('is rubbish with %s', (_, body) => {
    expect(() => parseOpenMeteo(body)).toThrow(expect.objectContaining({ kind: 'unavailable' }));
  });
});

describe("OpenWeather's answers", () => {
  it('are read from One Call 3.0', () => {
    expect(parseTimeMachine(timeMachine)).toEqual({
      temperature: 6,
      apparent_temperature: 3.3,
      humidity: 64,
      precipitation: 0.2,
      wind_speed: 3.6,
      wind_direction: 340,
      wind_gusts: 5.1,
      cloud_cover: 0,
      pressure: 1029,
      condition: 'clear',
      code: 800,
      observed_at: '2022-02-26T15:22:56.000Z',
      provider: 'openweathermap',
    });
  });

  it('are read from Current Weather 2.5', () => {
    expect(parseCurrentWeather(current)).toEqual({
      temperature: 25.3,
      apparent_temperature: 25.6,
      humidity: 64,
      precipitation: 3.16,
      wind_speed: 0.62,
      wind_direction: 349,
      wind_gusts: 1.18,
      cloud_cover: 100,
      pressure: 1015,
      condition: 'rain',
      code: 501,
      observed_at: '2022-08-30T14:43:12.000Z',
      provider: 'openweathermap',
    });
  });

  it('count snow as precipitation and no fall at all as none', () => {
    expect(parseCurrentWeather({ ...current, rain: undefined, snow: { '1h': 1.5 } })?.precipitation).toBe(
      1.5,
    );
    expect(parseCurrentWeather({ ...current, rain: undefined })?.precipitation).toBe(0);
  });

  it('may have no data', () => {
    expect(parseTimeMachine({ data: [] })).toBeNull();
    expect(parseTimeMachine({ data: [{ dt: 1645888976, temp: null }] })).toBeNull();
    expect(parseCurrentWeather({ ...current, main: {} })).toBeNull();
  });

  it.each([
    ['no data', {}],
    ['data that is no list', { data: {} }],
    ['an entry that is no object', { data: ['x'] }],
    ['no time', { data: [{ temp: 6 }] }],
    ['a temperature as text', { data: [{ dt: 1645888976, temp: '6' }] }],
    ['weather that is no list', { data: [{ dt: 1645888976, temp: 6, weather: {} }] }],
    ['rain that is no object', { data: [{ dt: 1645888976, temp: 6, rain: 3 }] }],
  ])('are rubbish with %s', (_, body) => {
    expect(() => parseTimeMachine(body)).toThrow(expect.objectContaining({ kind: 'unavailable' }));
  });
});

describe('a value that cannot be', () => {
  it.each([
    ['temperature_2m', 1e300],
    ['apparent_temperature', -151],
    ['relative_humidity_2m', 101],
    ['relative_humidity_2m', -1],
    ['precipitation', -0.1],
    ['wind_speed_10m', -1],
    ['wind_direction_10m', 361],
    ['wind_gusts_10m', 201],
    ['cloud_cover', 100.5],
    ['pressure_msl', 0],
    ['weather_code', 61.5],
    ['weather_code', -1],
  ])('makes rubbish of an answer: %s %p', (variable, value) => {
    const hourly = { time: [1579824000], temperature_2m: [17.3], [variable]: [value] };
    expect(() => parseOpenMeteo({ hourly })).toThrow(expect.objectContaining({ kind: 'unavailable' }));
  });

  it("makes rubbish of the other provider's too", () => {
    const data = [{ ...timeMachine.data[0], humidity: 640 }];
    expect(() => parseTimeMachine({ data })).toThrow(expect.objectContaining({ kind: 'unavailable' }));
  });
});

describe('no answer, however wrong,', () => {
  const parsers = [parseOpenMeteo, parseTimeMachine, parseCurrentWeather];
  const mutated = (answer: object) =>
    fc.jsonValue().map((value) => ({ ...answer, hourly: value, data: [value], main: value, wind: value }));

  it.each(parsers)('throws anything but a failure (%p)', (parse) => {
    const anything = fc.oneof(fc.jsonValue(), fc.anything(), mutated(documented), mutated(current));
    fc.assert(
      fc.property(anything, (body) => {
        try {
          parse(body);
        } catch (error) {
          expect(error).toBeInstanceOf(WeatherFailure);
        }
      }),
    );
  });

  it.each(['', 'null,', '<html>', '{"a":'])('is read where it is no JSON: %p', (text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ kind: 'unavailable' }));
  });

  it('gives an hour whose temperature is not the one sent', () => {
    const series = fc.array(fc.oneof(fc.constant(null), fc.double({ noNaN: true, min: -120, max: 80 })), {
      maxLength: 24,
    });
    fc.assert(
      fc.property(series, (temperatures) => {
        const time = temperatures.map((_, index) => 1579824000 + index * 3600);
        const hours = parseOpenMeteo({ hourly: { time, temperature_2m: temperatures } });
        const expected = temperatures.flatMap((value, index) =>
          value === null ? [] : [[time[index], value]],
        );
        expect(hours.map(({ hour, weather }) => [hour.getTime() / 1000, weather.temperature])).toEqual(
          expected,
        );
      }),
    );
  });
});
