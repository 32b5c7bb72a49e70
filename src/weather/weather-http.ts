import type { HttpService } from '@nestjs/axios';
import { type AxiosResponse, isAxiosError } from 'axios';
import { firstValueFrom } from 'rxjs';
import { parseJson } from './json.js';
import { failureOfStatus } from './status-failure.js';
import { WeatherFailure } from './weather-failure.js';

/** One call, from the look-up of the name to the last byte. */
const TIME_LIMIT_MS = 8000;
const MOST_BYTES = 256 * 1024;

/**
 * Asks a provider and reads its JSON. Redirects are not followed, and neither time nor size is without limit. Throws
 * `WeatherFailure` only: axios' own errors hold the URL, and with it the key and the place.
 */
export async function askForJson(http: HttpService, url: URL, timeLimit = TIME_LIMIT_MS): Promise<unknown> {
  const answer = await get(http, url, timeLimit);
  const failure = failureOfStatus(answer.status, answer.headers['retry-after'], answer.data, new Date());
  if (failure) throw failure;
  return parseJson(answer.data);
}

async function get(http: HttpService, url: URL, timeLimit: number): Promise<AxiosResponse<string>> {
  try {
    return await firstValueFrom(
      http.get<string>(url.href, {
        headers: { Accept: 'application/json', 'User-Agent': 'kitroom' },
        maxRedirects: 0,
        maxContentLength: MOST_BYTES,
        responseType: 'text',
        signal: AbortSignal.timeout(timeLimit),
        transformResponse: (body: string) => body,
        validateStatus: () => true,
      }),
    );
  } catch (error) {
    const reason = isAxiosError(error) ? (error.code ?? 'unknown reason') : 'unknown reason';
    throw new WeatherFailure('unavailable', `The call failed: ${reason}.`);
  }
}
