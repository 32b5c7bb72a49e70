import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first schema. Every constraint and index has a name: `constraint-errors.ts` turns some of them into answers. */
export class CreateKitroom1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [ACCESS, MODE, LOANS, RUNS, WEATHER]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE weather_attempts, weather_pauses, weather_hours, runs, loans, items, mode, rate_limits, sessions,
        user_roles, roles, users`);
  }
}

const ACCESS = `
  CREATE TABLE users (
    id uuid DEFAULT gen_random_uuid() CONSTRAINT users_id PRIMARY KEY,
    username text NOT NULL CONSTRAINT users_username_form CHECK (username ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    password_hash text NOT NULL,
    phone text,
    email text,
    first_name text,
    last_name text,
    time_zone text NOT NULL DEFAULT 'UTC' CONSTRAINT users_time_zone_known
      CHECK (timestamptz '2000-01-01 00:00Z' AT TIME ZONE time_zone IS NOT NULL),
    active boolean NOT NULL DEFAULT true,
    first_admin boolean NOT NULL DEFAULT false,
    created_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    updated_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    CONSTRAINT users_first_admin_is_active CHECK (active OR NOT first_admin)
  );
  CREATE UNIQUE INDEX users_username_unique ON users (lower(username));
  CREATE UNIQUE INDEX users_email_unique ON users (lower(email));
  CREATE UNIQUE INDEX users_one_first_admin ON users (first_admin) WHERE first_admin;
  CREATE INDEX users_by_username ON users (username COLLATE "C");

  CREATE TABLE roles (
    name text CONSTRAINT roles_name PRIMARY KEY
      CONSTRAINT roles_name_form CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    description text,
    permissions text[] NOT NULL CONSTRAINT roles_permissions_known
      CHECK (permissions <@ ARRAY['users', 'roles', 'items', 'loans', 'runs', 'mode']),
    built_in boolean NOT NULL DEFAULT false
  );
  INSERT INTO roles (name, description, permissions, built_in) VALUES
    ('admin', 'Administers everything.', '{users,roles,items,loans,runs,mode}', true),
    ('usermanager', 'Administers members.', '{users}', true),
    ('regular', 'A member: own records only.', '{}', true);

  CREATE TABLE user_roles (
    user_id uuid CONSTRAINT user_roles_user REFERENCES users ON DELETE CASCADE,
    role_name text CONSTRAINT user_roles_role REFERENCES roles,
    CONSTRAINT user_roles_once PRIMARY KEY (user_id, role_name)
  );
  CREATE INDEX user_roles_by_role ON user_roles (role_name);

  CREATE TABLE sessions (
    id uuid CONSTRAINT sessions_id PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT sessions_user REFERENCES users ON DELETE CASCADE,
    created_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3)
  );
  CREATE INDEX sessions_by_user ON sessions (user_id);
  CREATE INDEX sessions_by_expiry ON sessions (expires_at);

  CREATE UNLOGGED TABLE rate_limits (
    key text CONSTRAINT rate_limits_key PRIMARY KEY,
    hits integer NOT NULL,
    resets_at timestamptz NOT NULL
  );
  CREATE INDEX rate_limits_by_reset ON rate_limits (resets_at);`;

const MODE = `
  CREATE TABLE mode (
    only_row boolean DEFAULT true CONSTRAINT mode_only_row PRIMARY KEY CONSTRAINT mode_only_one CHECK (only_row),
    mode text NOT NULL CONSTRAINT mode_known CHECK (mode IN ('self-service', 'admin-operated'))
  );`;

const LOANS = `
  CREATE TABLE items (
    id text CONSTRAINT items_id PRIMARY KEY CONSTRAINT items_id_form CHECK (id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    description text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    updated_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now())
  );
  CREATE INDEX items_by_id ON items (id COLLATE "C");

  CREATE TABLE loans (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT loans_id PRIMARY KEY,
    item_id text CONSTRAINT loans_item REFERENCES items ON DELETE SET NULL,
    item_description text NOT NULL,
    borrower_id uuid CONSTRAINT loans_borrower REFERENCES users ON DELETE SET NULL,
    lent_by_id uuid CONSTRAINT loans_lent_by REFERENCES users ON DELETE SET NULL,
    returned_by_id uuid CONSTRAINT loans_returned_by REFERENCES users ON DELETE SET NULL,
    loaned_at timestamptz(3) NOT NULL,
    due_at timestamptz(3),
    returned_at timestamptz(3),
    CONSTRAINT loans_open_has_item CHECK (returned_at IS NOT NULL OR item_id IS NOT NULL),
    CONSTRAINT loans_open_has_borrower CHECK (returned_at IS NOT NULL OR borrower_id IS NOT NULL),
    CONSTRAINT loans_due_after_loaned CHECK (due_at > loaned_at),
    CONSTRAINT loans_returned_after_loaned CHECK (returned_at >= loaned_at)
  );
  CREATE UNIQUE INDEX loans_one_open_per_item ON loans (item_id) WHERE returned_at IS NULL;
  CREATE INDEX loans_of_item ON loans (item_id, loaned_at DESC, id DESC);
  CREATE INDEX loans_of_borrower ON loans (borrower_id, loaned_at DESC, id DESC);
  CREATE INDEX loans_by_lent_by ON loans (lent_by_id);
  CREATE INDEX loans_by_returned_by ON loans (returned_by_id);
  CREATE INDEX loans_newest ON loans (loaned_at DESC, id DESC);`;

const RUNS = `
  CREATE TABLE runs (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT runs_id PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT runs_user REFERENCES users ON DELETE CASCADE,
    start_time timestamptz(3) NOT NULL,
    end_time timestamptz(3) NOT NULL,
    distance integer NOT NULL CONSTRAINT runs_distance_range CHECK (distance BETWEEN 1 AND 500000),
    start_lat double precision NOT NULL CONSTRAINT runs_start_lat_range CHECK (start_lat BETWEEN -90 AND 90),
    start_lng double precision NOT NULL CONSTRAINT runs_start_lng_range CHECK (start_lng BETWEEN -180 AND 180),
    end_lat double precision NOT NULL CONSTRAINT runs_end_lat_range CHECK (end_lat BETWEEN -90 AND 90),
    end_lng double precision NOT NULL CONSTRAINT runs_end_lng_range CHECK (end_lng BETWEEN -180 AND 180),
    time_zone text NOT NULL,
    date date NOT NULL GENERATED ALWAYS AS ((start_time AT TIME ZONE time_zone)::date) STORED,
    duration integer NOT NULL
      GENERATED ALWAYS AS (greatest(1, floor(extract(epoch FROM end_time - start_time)))) STORED,
    weather_info jsonb,
    weather_status text NOT NULL CONSTRAINT runs_weather_status_known
      CHECK (weather_status IN ('pending', 'ok', 'unavailable', 'failed', 'disabled')),
    created_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    updated_at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', now()),
    CONSTRAINT runs_ends_after_start CHECK (end_time > start_time),
    CONSTRAINT runs_at_most_48_hours CHECK (end_time - start_time <= interval '48 hours'),
    CONSTRAINT runs_weather_when_ok CHECK ((weather_status = 'ok') = (weather_info IS NOT NULL))
  );
  CREATE INDEX runs_of_user ON runs (user_id, start_time DESC, id DESC);
  CREATE INDEX runs_of_user_by_date ON runs (user_id, date);
  CREATE INDEX runs_newest ON runs (start_time DESC, id DESC);
  CREATE INDEX runs_without_weather ON runs (id) WHERE weather_status = 'pending';`;

const WEATHER = `
  CREATE TABLE weather_hours (
    provider text,
    latitude numeric(4, 2),
    longitude numeric(5, 2),
    hour timestamptz(3),
    observation jsonb NOT NULL,
    CONSTRAINT weather_hours_once PRIMARY KEY (provider, latitude, longitude, hour)
  );
  CREATE TABLE weather_pauses (
    provider text CONSTRAINT weather_pauses_provider PRIMARY KEY,
    until timestamptz(3) NOT NULL,
    reason text NOT NULL
  );
  CREATE TABLE weather_attempts (
    run_id bigint CONSTRAINT weather_attempts_run_id PRIMARY KEY
      CONSTRAINT weather_attempts_run REFERENCES runs ON DELETE CASCADE,
    kind text NOT NULL,
    attempts integer NOT NULL,
    first_failed_at timestamptz(3) NOT NULL,
    next_at timestamptz(3) NOT NULL
  );`;
