import { Column, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { Weather } from '../weather/weather.js';

/** A run that a member logged. The database derives `date` and `duration`. */
@Entity('runs')
export class Run {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column({ type: 'timestamptz', name: 'start_time', precision: 3 })
  startTime!: Date;

  @Column({ type: 'timestamptz', name: 'end_time', precision: 3 })
  endTime!: Date;

  /** Metres. */
  @Column('integer')
  distance!: number;

  /** Decimal degrees (WGS 84), as all coordinates. */
  @Column('double precision', { name: 'start_lat' })
  startLat!: number;

  @Column('double precision', { name: 'start_lng' })
  startLng!: number;

  @Column('double precision', { name: 'end_lat' })
  endLat!: number;

  @Column('double precision', { name: 'end_lng' })
  endLng!: number;

  /** The owner's zone when the run was created: `date` is of it, whatever zone the owner has later. */
  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('jsonb', { name: 'weather_info', nullable: true })
  weatherInfo!: Weather | null;

  @Column('text', { name: 'weather_status' })
  weatherStatus!: 'pending' | 'ok' | 'unavailable' | 'failed' | 'disabled';

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}
