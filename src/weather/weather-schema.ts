const number = (description: string, example: number) => ({
  type: 'number',
  nullable: true,
  description,
  example,
});

/** What the OpenAPI documents say of `weather_info`; `Weather` says the same to the compiler. */
export const weatherSchema = {
  name: 'Weather',
  properties: {
    temperature: { type: 'number', description: '°C.', example: 17.3 },
    apparent_temperature: number('°C.', 16.8),
    humidity: { ...number('Relative, in %.', 81), minimum: 0, maximum: 100 },
    precipitation: { ...number('The sum of the hour before, in mm.', 0), minimum: 0 },
    wind_speed: { ...number('m/s.', 2.1), minimum: 0 },
    wind_direction: {
      ...number('Where it comes from, degrees clockwise from north.', 340),
      minimum: 0,
      maximum: 360,
    },
    wind_gusts: { ...number('The strongest of the hour before, m/s.', 5.1), minimum: 0 },
    cloud_cover: { ...number('%.', 20), minimum: 0, maximum: 100 },
    pressure: { ...number('At sea level, hPa.', 1029), minimum: 0 },
    condition: {
      type: 'string',
      nullable: true,
      pattern: '^[a-z]+([ -][a-z]+)*$',
      maxLength: 32,
      description: 'One word on one scale.',
      example: 'rain',
    },
    code: {
      type: 'integer',
      format: 'int32',
      nullable: true,
      minimum: 0,
      maximum: 999,
      description: 'The provider’s own code.',
      example: 61,
    },
    observed_at: { type: 'string', format: 'date-time', maxLength: 30, description: 'The hour, UTC.' },
    provider: { type: 'string', enum: ['open-meteo', 'openweathermap'], description: 'Who said so.' },
  },
} as const;
