import createClient from 'openapi-fetch';
import type { components, paths } from './generated/jsonapi.js';

/** Notes whether something holds. */
export type Check = (what: string, holds: boolean) => void;

const MEDIA_TYPE = 'application/vnd.api+json';

type NewRun = components['schemas']['CreateRunAttributes'];

const run: NewRun = {
  start_time: '2020-01-24T16:34:34.838Z',
  end_time: '2020-01-24T16:58:45.838Z',
  distance: 4200,
  start_lat: 12.8947909,
  start_lng: 77.6427151,
  end_lat: 12.8986343,
  end_lng: 77.656089,
};

/** A member's day and an admin's, through the client that was made of the JSON:API document. */
export async function roundTrip(baseUrl: string, check: Check): Promise<void> {
  const connect = (token?: string) =>
    createClient<paths>({
      baseUrl,
      headers: {
        Accept: MEDIA_TYPE,
        'Content-Type': MEDIA_TYPE,
        ...(token && { Authorization: `Bearer ${token}` }),
      },
    });
  const login = async (username: string, password: string) => {
    const { data } = await createClient<paths>({ baseUrl }).POST('/login', { body: { username, password } });
    check(`${username} logs in`, data?.token_type === 'Bearer');
    return connect(data?.auth_token);
  };

  const nobody = connect();
  const password = 'correct horse battery';
  const registered = await nobody.POST('/users', {
    body: { data: { type: 'user', attributes: { username: 'ann', password, first_name: 'Ann' } } },
  });
  check('ann registers', registered.data?.data.attributes.first_name === 'Ann');
  check('a password is not shown', !JSON.stringify(registered.data).includes(password));

  const ann = await login('ann', password);
  const me = await ann.GET('/me');
  check('ann reads her own user', me.data?.data.id === 'ann' && me.data.data.attributes.phone === null);

  const created = await ann.POST('/runs', { body: { data: { type: 'run', attributes: run } } });
  check('ann logs a run', created.response.status === 201 && created.data?.data.attributes.duration === 1451);
  const id = created.data?.data.id ?? '';
  check(
    'a new run has a Location',
    created.response.headers.get('location')?.endsWith(`/runs/${id}`) === true,
  );
  check('the run is hers', created.data?.data.relationships?.user?.data.id === 'ann');

  const listed = await ann.GET('/runs', {
    params: { query: { 'page[size]': 5, sort: '-distance', include: 'user', 'filter[distance]': '4200' } },
  });
  const [included] = listed.data?.included ?? [];
  check('ann lists her runs', listed.data?.meta?.count === 1 && listed.data.data[0]?.id === id);
  check('the list includes her user', included?.attributes?.username === 'ann');

  const sparse = await ann.GET('/runs/{id}', {
    params: { path: { id }, query: { 'fields[run]': 'distance' } },
  });
  check('sparse fields leave others out', sparse.data?.data.attributes.date === undefined);

  const updated = await ann.PATCH('/runs/{id}', {
    params: { path: { id } },
    body: { data: { type: 'run', id, attributes: { distance: 5000 } } },
  });
  check('ann changes her run', updated.data?.data.attributes.distance === 5000);

  const linkage = await ann.GET('/runs/{id}/relationships/user', { params: { path: { id } } });
  check('a linkage tells whose run it is', linkage.data?.data.id === 'ann');

  const weeks = await ann.GET('/runs/summary');
  check('the weekly report sums it up', weeks.data?.data[0]?.attributes.average_distance === '5000.0');

  const refused = await ann.GET('/users/{username}', { params: { path: { username: 'admin' } } });
  check('an error is a JSON:API error', refused.error?.errors[0]?.code === 'NOT_AUTHORIZED');

  const removed = await ann.DELETE('/runs/{id}', { params: { path: { id } } });
  check('ann deletes her run', removed.data?.meta.message === 'Run successfully deleted.');

  const admin = await login('admin', 'admin');
  const item = await admin.POST('/loan-items', {
    body: {
      data: {
        type: 'loan-item',
        id: 'drill:1',
        attributes: { description: 'A drill' },
        relationships: { loanedto: { data: { type: 'user', id: 'ann' } } },
      },
    },
  });
  check('the admin enters an item and lends it', item.data?.data.relationships?.loanedto?.data?.id === 'ann');
  const back = await admin.PATCH('/loan-items/{id}', {
    params: { path: { id: 'drill:1' } },
    body: {
      data: { type: 'loan-item', id: 'drill:1', relationships: { loanedto: { data: null } } },
    },
  });
  check('the admin takes it back', back.data?.data.relationships?.loanedto?.data === null);
  const loans = await ann.GET('/users/{username}/loans', { params: { path: { username: 'ann' } } });
  check('ann sees the loan in her history', loans.data?.data[0]?.attributes.status === 'returned');

  await admin.DELETE('/loan-items/{id}', { params: { path: { id: 'drill:1' } } });
  const gone = await admin.DELETE('/users/{username}', { params: { path: { username: 'ann' } } });
  check('the admin deletes ann', gone.data?.meta.message === 'User successfully deleted.');
}
