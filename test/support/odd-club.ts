import { recordIn } from './answers.js';
import type { Club, Member } from './club.js';
import { runBody } from './run-body.js';

/** Texts that a format of rows could take for something else. */
export const ODD_TEXTS = [
  String.raw`\N`,
  String.raw`\.`,
  String.raw`C:\temp\new \\ "quoted" 'quoted' {a,b}`,
  'one\ttab, one\nline, one\r\nmore',
  '\\.\n\\.\n',
  'naïve ☀ 🏃‍♀️ Straße ﷽ e\u0301',
  ' spaces around ',
  '\u0001\u007f\ufeff\u2028',
];

/** Something in every table, and values that are odd or extreme. */
export async function fillOddly(club: Club): Promise<Member> {
  await club.role('coach', ['runs', 'loans']);
  const bob = await club.join('bob', ['regular', 'coach'], {
    first_name: ODD_TEXTS[5],
    last_name: String.raw`O'\Neill`,
    email: 'bob@club.example',
    time_zone: 'Pacific/Kiritimati',
  });
  const gone = await club.join('gone');
  for (const [index, description] of ODD_TEXTS.entries()) {
    await club.admin.plain.post('/loan-items', { id: `odd:${index}`, description });
  }
  await lendAndReturn(club, 'odd:1', 'gone');
  await lendAndReturn(club, 'odd:2', 'bob');
  await club.admin.plain.post('/loans', {
    item: 'odd:0',
    borrower: 'bob',
    due_at: '9999-12-31T23:59:59.999Z',
  });
  await club.admin.plain.delete('/loan-items/odd:2');
  await gone.plain.delete('/users/gone');
  const headers = { 'Idempotency-Key': 'odd' };
  await bob.plain.post('/runs', runBody({ distance: 500_000, end_lat: -90, end_lng: 180 }), { headers });
  await bob.plain.post(
    '/runs',
    runBody({ start_lat: 0.1 + 0.2, start_lng: -1e-7, end_lat: 5e-324, distance: 1 }),
  );
  await bob.plain.post(
    '/runs',
    runBody({ start_time: '0001-01-01T00:00:00Z', end_time: '0001-01-01T00:00:00.001Z' }),
  );
  await bob.plain.post('/logout');
  await club.database.query(WEATHER, [JSON.stringify({ condition: ODD_TEXTS.join(''), temperature: -40.1 })]);
  await club.setMode('self-service');
  return club.login('bob');
}

async function lendAndReturn(club: Club, item: string, borrower: string): Promise<void> {
  const { id } = recordIn(await club.admin.plain.post('/loans', { item, borrower }));
  await club.admin.plain.post(`/loans/${id as string}/return`);
}

/** What a provider and its jobs would have left. */
const WEATHER = `
  WITH weather AS (SELECT $1::jsonb AS info), ran AS (
    UPDATE runs SET weather_status = 'ok', weather_info = info FROM weather WHERE distance = 1 RETURNING id
  ), waiting AS (
    UPDATE runs SET weather_status = 'pending' WHERE distance = 500000 RETURNING id
  ), hours AS (
    INSERT INTO weather_hours SELECT 'open-meteo', -90, 179.99, '2020-01-01T00:00Z', info FROM weather
  ), pauses AS (
    INSERT INTO weather_pauses VALUES ('open-meteo', '2020-01-01T00:00Z', 'odd')
  )
  INSERT INTO weather_attempts SELECT id, 'timeout', 3, now(), '9999-12-31T00:00Z' FROM waiting`;
