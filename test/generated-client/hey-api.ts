import { client } from './generated/others/hey-api-jsonapi/client.gen';
import {
  createLoanItem,
  createRun,
  createUser,
  deleteLoanItem,
  deleteRun,
  deleteUser,
  getRun,
  listRuns,
  login,
  runOperations,
  updateRun,
} from './generated/others/hey-api-jsonapi/sdk.gen';
import type { CreateRunAttributes } from './generated/others/hey-api-jsonapi/types.gen';
import type { Check } from './others';

const attributes: CreateRunAttributes = {
  start_time: '2020-01-24T16:34:34.838Z',
  end_time: '2020-01-24T16:58:45.838Z',
  distance: 4200,
  start_lat: 12.8947909,
  start_lng: 77.6427151,
  end_lat: 12.8986343,
  end_lng: 77.656089,
};

/** A member's day through the client that @hey-api/openapi-ts made of the JSON:API document. */
export async function roundTrip(baseUrl: string, check: Check): Promise<void> {
  const logIn = async (username: string, password: string) => {
    const { data } = await login({ body: { username, password } });
    check(`${username} logs in`, data?.token_type === 'Bearer');
    client.setConfig({ auth: data?.auth_token });
  };
  client.setConfig({ baseUrl, auth: undefined });

  const password = 'correct horse battery';
  const registered = await createUser({
    body: { data: { type: 'user', attributes: { username: 'cleo', password } } },
  });
  check('cleo registers', registered.data?.data.id === 'cleo');
  await logIn('cleo', password);

  const created = await createRun({ body: { data: { type: 'run', attributes } } });
  check('cleo logs a run', created.data?.data.attributes.duration === 1451);
  const id = created.data?.data.id ?? '';
  const listed = await listRuns({
    query: { 'page[size]': 5, sort: '-distance', include: 'user', 'filter[distance]': '4200' },
  });
  check('cleo lists her runs', listed.data?.data[0]?.id === id && listed.data.meta?.count === 1);
  check('the list includes her', listed.data?.included?.[0]?.id === 'cleo');
  const updated = await updateRun({
    path: { id },
    headers: { 'If-Match': created.response?.headers.get('etag') ?? undefined },
    body: { data: { type: 'run', id, attributes: { distance: 5000 } } },
  });
  check('cleo changes her run', updated.data?.data.attributes.distance === 5000);
  const removed = await deleteRun({ path: { id } });
  check('cleo deletes her run', removed.data?.meta.message === 'Run successfully deleted.');
  const gone = await getRun({ path: { id } });
  check('an error is a JSON:API error', gone.error?.errors[0]?.code === 'RUN_NOT_FOUND');

  await logIn('admin', 'admin');
  const item = await createLoanItem({
    body: { data: { type: 'loan-item', id: 'hey:1', attributes: { description: 'A drill' } } },
  });
  check('the admin enters an item', item.data?.data.attributes.available === true);
  const done = await runOperations({
    body: {
      'atomic:operations': [
        { op: 'add', data: { type: 'loan-item', id: 'hey:2', attributes: { description: 'A saw' } } },
        { op: 'remove', ref: { type: 'loan-item', id: 'hey:2' } },
      ],
    },
  });
  check('the admin does two things at once', done.data?.['atomic:results'].length === 2);
  await deleteLoanItem({ path: { id: 'hey:1' } });
  const left = await deleteUser({ path: { username: 'cleo' } });
  check('the admin deletes cleo', left.data?.meta.message === 'User successfully deleted.');
}
