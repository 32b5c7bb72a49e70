import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { Database } from '../database/database.js';
import { SETTINGS, type Settings, type WeatherSettings } from '../settings/settings.js';
import { JobsModule } from '../shared/jobs/jobs.module.js';
import { ObservationStore } from './observation-store.js';
import { OpenMeteo } from './open-meteo.js';
import { OpenWeather } from './open-weather.js';
import { PauseStore } from './pause-store.js';
import { RunWeatherStore } from './run-weather-store.js';
import { WeatherJobs } from './weather-jobs.js';
import type { WeatherProvider } from './weather-provider.js';
import { WeatherStation } from './weather-station.js';
import { WeatherService } from './weather.service.js';

/** The weather of runs, from the provider that the settings name. */
@Module({
  imports: [HttpModule.register({}), JobsModule],
  providers: [
    { provide: WeatherStation, useFactory: openStation, inject: [SETTINGS, HttpService, Database] },
    RunWeatherStore,
    WeatherJobs,
    WeatherService,
  ],
  exports: [WeatherService],
})
export class WeatherModule {}

/** Null with `WEATHER_PROVIDER=none`: nothing is asked, and the database neither. */
function openStation(settings: Settings, http: HttpService, database: Database): WeatherStation | null {
  const provider = providerOf(settings.weather, http);
  if (!provider) return null;
  return new WeatherStation(
    provider,
    new ObservationStore(database, provider.name),
    new PauseStore(database, provider.name),
  );
}

function providerOf(settings: WeatherSettings, http: HttpService): WeatherProvider | null {
  switch (settings.provider) {
    case 'open-meteo':
      return new OpenMeteo(http, settings);
    case 'openweathermap':
      return new OpenWeather(http, settings);
    case 'none':
      return null;
  }
}
