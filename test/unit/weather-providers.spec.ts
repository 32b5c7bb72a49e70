import { HttpService } from '@nestjs/axios';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import type { WeatherSettings } from '../../src/settings/settings.js';
import { cellOf } from '../../src/weather/cell.js';
import { DAY, HOUR, nearestHour } from '../../src/weather/hours.js';
import { OpenMeteo } from '../../src/weather/open-meteo.js';
import { OpenWeather } from '../../src/weather/open-weather.js';
import { WeatherFailure } from '../../src/weather/weather-failure.js';
import { askForJson } from '../../src/weather/weather-http.js';
import { FakeOpenMeteo, fakeTemperature } from '../support/fake-open-meteo.js';
import { FAKE_KEY, FakeOpenWeather } from '../support/fake-open-weather.js';
import type { Fault, FakeServer } from '../support/fake-server.js';

const http = new HttpService(axios.create());
const cell = cellOf({ lat: 12.934567, lng: 77.610116 });
const hourBefore = (ms: number) => nearestHour(new Date(Date.now() - ms));

async function failureOf(work: Promise<unknown>): Promise<WeatherFailure> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WeatherFailure)) throw new Error('no WeatherFailure was thrown');
  return error;
}

describe('Open-Meteo', () => {
  let fake: FakeOpenMeteo;
  let provider: OpenMeteo;
  const settings = (): WeatherSettings => ({
    provider: 'open-meteo',
    forecastUrl: fake.forecastUrl,
    archiveUrl: fake.archiveUrl,
    openWeatherUrl: '',
    owmApiKey: null,
  });
  const paths = () => fake.questions.map((question) => question.path);

  beforeEach(async () => {
    fake = await new FakeOpenMeteo().start();
    provider = new OpenMeteo(http, settings());
  });
  afterEach(() => fake.stop());

  it('is asked for one UTC day, with rounded coordinates and in our units', async () => {
    await provider.observe(cell, new Date('2020-01-24T06:00:00Z'));
    expect(Object.fromEntries(fake.questions[0]?.query ?? [])).toEqual({
      latitude: '12.93',
      longitude: '77.61',
      start_date: '2020-01-24',
      end_date: '2020-01-24',
      hourly:
        'temperature_2m,apparent_temperature,relative_humidity_2m,pressure_msl,precipitation,weather_code,cloud_cover,wind_speed_10m,wind_direction_10m,wind_gusts_10m',
      timezone: 'GMT',
      timeformat: 'unixtime',
      wind_speed_unit: 'ms',
    });
  });

  it('answers the 24 hours of the day', async () => {
    const hours = await provider.observe(cell, new Date('2020-01-24T06:00:00Z'));
    expect(hours).toHaveLength(24);
    for (const { hour, weather } of hours) expect(weather.temperature).toBe(fakeTemperature(hour));
  });

  it.each([
    ['now', 0, ['/v1/forecast']],
    ['just under 7 days ago', 7 * DAY - 2 * HOUR, ['/v1/forecast']],
    ['over 7 days ago', 7 * DAY + 2 * HOUR, ['/v1/archive']],
    ['years ago', 2000 * DAY, ['/v1/archive']],
  ])('is asked at the right place for what was %s', async (_, age, expected) => {
    await provider.observe(cell, hourBefore(age));
    expect(paths()).toEqual(expected);
  });

  it('is asked for the forecast where the archive lacks hours of the last 92 days', async () => {
    fake.isMissing = (path) => path === '/v1/archive';
    const hour = hourBefore(10 * DAY);
    const hours = await provider.observe(cell, hour);
    expect(paths()).toEqual(['/v1/archive', '/v1/forecast']);
    expect(hours.some((observation) => observation.hour.getTime() === hour.getTime())).toBe(true);
  });

  it('is believed where the archive has nothing and the forecast does not reach', async () => {
    fake.isMissing = () => true;
    await expect(provider.observe(cell, hourBefore(93 * DAY))).resolves.toEqual([]);
    expect(paths()).toEqual(['/v1/archive']);
  });

  it('shares a question between the hours of one cell and day, and no others', () => {
    const question = provider.questionOf(cell, new Date('2020-01-24T06:00:00Z'));
    expect(provider.questionOf(cell, new Date('2020-01-24T23:00:00Z'))).toBe(question);
    expect(provider.questionOf(cell, new Date('2020-01-25T00:00:00Z'))).not.toBe(question);
    expect(provider.questionOf({ ...cell, latitude: '12.94' }, new Date('2020-01-24T06:00:00Z'))).not.toBe(
      question,
    );
  });

  it("keeps what the setting's own URL carries", async () => {
    provider = new OpenMeteo(http, { ...settings(), archiveUrl: `${fake.archiveUrl}?apikey=club` });
    await provider.observe(cell, new Date('2020-01-24T06:00:00Z'));
    expect(fake.questions[0]?.query.get('apikey')).toBe('club');
  });

  it('says when the day is over for a limit of the day', async () => {
    const body = '{"error":true,"reason":"Daily API request limit exceeded. Please try again tomorrow."}';
    fake.fault = { kind: 'status', status: 429, body };
    const failure = await failureOf(provider.observe(cell, hourBefore(0)));
    expect(failure.kind).toBe('rate_limited');
    expect(failure.until?.toISOString()).toMatch(/T00:00:00\.000Z$/);
  });
});

describe('OpenWeather', () => {
  let fake: FakeOpenWeather;
  const provider = (key: string | null = FAKE_KEY) =>
    new OpenWeather(http, {
      provider: 'openweathermap',
      forecastUrl: '',
      archiveUrl: '',
      openWeatherUrl: `${fake.url}/`,
      owmApiKey: key,
    });

  beforeEach(async () => {
    fake = await new FakeOpenWeather().start();
  });
  afterEach(() => fake.stop());

  it('is asked for the present within the hour', async () => {
    const hour = hourBefore(20 * 60_000);
    const [observation] = await provider().observe(cell, hour);
    expect(observation).toMatchObject({ hour, weather: { temperature: 25.3, condition: 'rain', code: 501 } });
    expect(fake.questions[0]?.path).toBe('/data/2.5/weather');
    expect(Object.fromEntries(fake.questions[0]?.query ?? [])).toEqual({
      lat: '12.93',
      lon: '77.61',
      units: 'metric',
      appid: FAKE_KEY,
    });
  });

  it('is asked for the past after that, at the very hour', async () => {
    const hour = new Date('2020-01-24T06:00:00Z');
    const [observation] = await provider().observe(cell, hour);
    expect(observation).toMatchObject({ hour, weather: { temperature: 6, observed_at: hour.toISOString() } });
    expect(fake.questions[0]?.path).toBe('/data/3.0/onecall/timemachine');
    expect(fake.questions[0]?.query.get('dt')).toBe('1579845600');
  });

  it.each([false, true])('refuses a wrong key, its `cod` a text or not (%p)', async (codAsText) => {
    fake.codAsText = codAsText;
    const failure = await failureOf(provider('wrong').observe(cell, hourBefore(0)));
    expect(failure.kind).toBe('config');
    expect(JSON.stringify(failure) + failure.message + (failure.stack ?? '')).not.toContain('wrong');
  });
});

describe('a provider that misbehaves', () => {
  let fake: FakeServer;
  const ask = (timeLimit = 500) =>
    askForJson(http, new URL(`${fake.url}/?appid=secret&lat=12.93`), timeLimit);

  beforeEach(async () => {
    fake = await new FakeOpenMeteo().start();
  });
  afterEach(() => fake.stop());

  it.each<[string, Fault, string]>([
    ['answers 503', { kind: 'status', status: 503, body: 'The service is overloaded' }, 'unavailable'],
    ['answers rubbish', { kind: 'text', text: '<html>moved</html>' }, 'unavailable'],
    ['answers half of its JSON', { kind: 'text', text: '{"hourly":{"time":[157' }, 'unavailable'],
    ['answers nothing', { kind: 'text', text: '' }, 'unavailable'],
    ['hangs up', { kind: 'hang-up' }, 'unavailable'],
    ['is slow', { kind: 'slow', ms: 2000 }, 'unavailable'],
    ['drips for ever', { kind: 'drip' }, 'unavailable'],
    ['floods us', { kind: 'huge' }, 'unavailable'],
    [
      'sends us elsewhere',
      { kind: 'status', status: 302, headers: { Location: '/elsewhere' } },
      'unavailable',
    ],
    [
      'answers 400',
      { kind: 'status', status: 400, body: '{"error":true,"reason":"Given: 12.93"}' },
      'bad_request',
    ],
    ['answers 403', { kind: 'status', status: 403, body: '{"cod":"403"}' }, 'config'],
    ['answers 429', { kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, 'rate_limited'],
  ])('and %s fails, soon and without a word about key and place', async (_, fault, kind) => {
    fake.fault = fault;
    const failure = await failureOf(ask());
    expect(failure.kind).toBe(kind);
    expect(Object.keys(failure)).toEqual(['kind', 'until', 'name']);
    expect(failure.message + String(failure.cause)).not.toMatch(/secret|12\.93/);
    expect(fake.questions).toHaveLength(1);
  });

  it('and is not there is unavailable', async () => {
    await fake.stop();
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ kind: 'unavailable', message: 'The call failed: ECONNREFUSED.' });
  });
});
