import createClient from 'openapi-fetch';
import type { components, paths } from './generated/plain.js';
import type { Check } from './json-api.js';

type NewRun = components['schemas']['CreateRun'];

const run: NewRun = {
  start_time: '2020-01-24T16:34:34.838Z',
  end_time: '2020-01-24T16:58:45.838Z',
  distance: 4200,
  start_lat: 12.8947909,
  start_lng: 77.6427151,
  end_lat: 12.8986343,
  end_lng: 77.656089,
};

/** A member's day and an admin's, through the client that was made of the plain document. */
export async function roundTrip(baseUrl: string, check: Check): Promise<void> {
  const connect = (token?: string) =>
    createClient<paths>({
      baseUrl,
      headers: { Accept: 'application/json', ...(token && { 'access-token': token }) },
    });
  const login = async (user_id: string, password: string) => {
    const { data } = await connect().POST('/user/login', { body: { user_id, password } });
    check(`${user_id} logs in`, data?.status === 'success');
    return connect(data?.auth_token);
  };

  const password = 'correct horse battery';
  const registered = await connect().POST('/users', {
    body: { username: 'ben', password, email: 'ben@club.example' },
  });
  check('ben registers', registered.data?.message === 'Successfully registered.');
  check('his user is answered', registered.data?.user.email === 'ben@club.example');

  const ben = await login('ben', password);
  const created = await ben.POST('/runs', { body: run });
  check('ben logs a run', created.response.status === 201 && created.data?.run.user === 'ben');
  const id = created.data?.run.id ?? '';

  const listed = await ben.GET('/runs', {
    params: { query: { limit: 10, offset: 0, 'filter[date]': '2020-01-24' } },
  });
  check('ben lists his runs', listed.data?.runs[0]?.id === id);
  check('the list tells its total', listed.response.headers.get('x-total-count') === '1');
  check('the list links its pages', listed.response.headers.get('link')?.includes('rel="first"') === true);

  const updated = await ben.PATCH('/runs/{id}', { params: { path: { id } }, body: { distance: 5000 } });
  check('ben changes his run', updated.data?.run.distance === 5000);

  const changed = await ben.PATCH('/users/{username}', {
    params: { path: { username: 'ben' } },
    body: { password: 'another horse battery' },
  });
  check('ben changes his password', changed.data?.message === 'Password successfully changed.');

  const invalid = await ben.POST('/runs', { body: { ...run, distance: -1 } });
  check('an error names the field', invalid.error?.fields?.['distance'] !== undefined);

  const removed = await ben.DELETE('/runs/{id}', { params: { path: { id } } });
  check('ben deletes his run', removed.data?.run.id === id);

  const admin = await login('admin', 'admin');
  await admin.PUT('/mode', { body: { mode: 'self-service' } });
  const mode = await ben.GET('/mode');
  check('the mode is set', mode.data?.mode === 'self-service');
  const item = await admin.POST('/loan-items', { body: { id: 'saw:1', description: 'A saw' } });
  check('the admin enters an item', item.data?.['loan-item'].available === true);
  const lent = await ben.PUT('/loan-items/{id}', {
    params: { path: { id: 'saw:1' } },
    body: { loanedto: 'ben' },
  });
  check('ben lends it to himself', lent.data?.['loan-item'].loanedto === 'ben');
  const found = await ben.GET('/loan-items', { params: { query: { loanedto: 'ben', contains: 'SAW' } } });
  check('ben finds what he holds', found.data?.['loan-items'].length === 1);
  const loans = await ben.GET('/loans');
  const loan = loans.data?.loans[0];
  check('ben sees his open loan', loan?.status === 'open' && loan.returned_at === null);
  const back = await ben.POST('/loans/{id}/return', { params: { path: { id: loan?.id ?? '' } } });
  check('ben returns it', back.data?.loan.status === 'returned');

  await admin.DELETE('/loan-items/{id}', { params: { path: { id: 'saw:1' } } });
  await admin.PUT('/mode', { body: { mode: 'admin-operated' } });
  const gone = await admin.DELETE('/users/{username}', { params: { path: { username: 'ben' } } });
  check('the admin deletes ben', gone.data?.message === 'User successfully deleted.');
}
