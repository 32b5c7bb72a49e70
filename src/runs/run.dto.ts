import {
  Absentable,
  DecimalNumber,
  Input,
  Instant,
  INSTANT_SCHEMA,
  Text,
  WholeNumber,
} from '../shared/input/decorators.js';
import { readTime } from '../shared/values/values.js';

const metres = { min: 1, max: 500_000, unit: 'metres' };
const latitude = { min: -90, max: 90, unit: 'degrees' };
const longitude = { min: -180, max: 180, unit: 'degrees' };

/** An instant that is over: runs are logged, not planned. */
const PastInstant = (): PropertyDecorator =>
  Input({
    name: 'pastInstant',
    read: (value) => readTime(value) ?? value,
    fits: (value) => value instanceof Date && value.getTime() <= Date.now(),
    otherwise: 'must be a time in ISO 8601, such as 2020-01-24T16:58:45Z, and not in the future',
    schema: INSTANT_SCHEMA,
  });

/** A new run. */
export class CreateRunDto {
  /** When it began; not in the future. */
  @PastInstant()
  startTime!: Date;

  /** When it ended: after the start, at most 48 hours. */
  @Instant()
  endTime!: Date;

  /** Metres. */
  @WholeNumber(metres)
  distance!: number;

  /** Latitude of the start, degrees (WGS 84). */
  @DecimalNumber(latitude)
  startLat!: number;

  /** Longitude of the start. */
  @DecimalNumber(longitude)
  startLng!: number;

  /** Latitude of the end. */
  @DecimalNumber(latitude)
  endLat!: number;

  /** Longitude of the end. */
  @DecimalNumber(longitude)
  endLng!: number;

  /** Whose run it is; the caller's where it is left out. */
  @Absentable()
  @Text({ max: 100 })
  user?: string;
}

/** A change of a run; what is left out stays. */
export class UpdateRunDto {
  /** When it began; not in the future. */
  @Absentable()
  @PastInstant()
  startTime?: Date;

  /** When it ended: after the start, at most 48 hours. */
  @Absentable()
  @Instant()
  endTime?: Date;

  /** Metres. */
  @Absentable()
  @WholeNumber(metres)
  distance?: number;

  /** Latitude of the start, degrees (WGS 84). */
  @Absentable()
  @DecimalNumber(latitude)
  startLat?: number;

  /** Longitude of the start. */
  @Absentable()
  @DecimalNumber(longitude)
  startLng?: number;

  /** Latitude of the end. */
  @Absentable()
  @DecimalNumber(latitude)
  endLat?: number;

  /** Longitude of the end. */
  @Absentable()
  @DecimalNumber(longitude)
  endLng?: number;

  /** Moves the run to another user. */
  @Absentable()
  @Text({ max: 100 })
  user?: string;
}
