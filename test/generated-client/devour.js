import JsonApi from 'devour-client';

const MODELS = {
  user: { username: '', password: '', first_name: '' },
  run: {
    ...{ start_time: '', end_time: '', distance: 0, duration: 0 },
    ...{ start_lat: 0, start_lng: 0, end_lat: 0, end_lng: 0 },
    user: { jsonApi: 'hasOne', type: 'user' },
  },
  'loan-item': { description: '', available: false, loanedto: { jsonApi: 'hasOne', type: 'user' } },
};

const RUN = {
  start_time: '2020-01-24T16:34:34.838Z',
  end_time: '2020-01-24T16:58:45.838Z',
  distance: 4200,
  start_lat: 12.8947909,
  start_lng: 77.6427151,
  end_lat: 12.8986343,
  end_lng: 77.656089,
};

function connect(apiUrl, token) {
  const api = new JsonApi({ apiUrl, logger: false, pluralize: false });
  for (const [type, model] of Object.entries(MODELS)) api.define(type, model, { collectionPath: `${type}s` });
  if (token) api.headers['Authorization'] = `Bearer ${token}`;
  return api;
}

/** A day through a client of JSON:API that knows the specification and nothing of our documents. */
export async function roundTrip(baseUrl, check) {
  const logIn = async (username, password) => {
    const answer = await fetch(`${baseUrl}/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const { auth_token } = await answer.json();
    return connect(baseUrl, auth_token);
  };
  const password = 'correct horse battery';
  const registered = await connect(baseUrl).create('user', { username: 'eve', password });
  check('eve registers', registered.data.id === 'eve');

  const eve = await logIn('eve', password);
  const { data: run } = await eve.create('run', RUN);
  check('eve logs a run', run.duration === 1451);
  const { data: runs, meta } = await eve.findAll('run', { include: 'user', sort: '-distance' });
  check('eve reads her runs', runs.length === 1 && meta.count === 1);
  check('the list includes her', runs[0].user.username === 'eve');
  const { data: one } = await eve.find('run', run.id, { include: 'user' });
  check('eve reads one run, which includes her', one.distance === 4200 && one.user.username === 'eve');
  const { data: changed } = await eve.update('run', { id: run.id, distance: 5000 });
  check('eve changes it', changed.distance === 5000);
  await eve.destroy('run', run.id);
  const gone = await eve.find('run', run.id).catch((error) => error);
  check('eve deletes it', gone !== undefined && !gone.data);

  const admin = await logIn('admin', 'admin');
  const { data: item } = await admin.create('loan-item', { id: 'eve:1', description: 'A drill' });
  check('the admin enters an item', item.id === 'eve:1' && item.available === true);
  const lent = await admin.update('loan-item', { id: 'eve:1', loanedto: { id: 'eve', type: 'user' } });
  check('the admin lends it', lent.data.available === false);
  const { data: held } = await admin.find('loan-item', 'eve:1', { include: 'loanedto' });
  check('the item includes its borrower', held.loanedto.username === 'eve');
  const back = await admin.update('loan-item', { id: 'eve:1', loanedto: null });
  check('the admin takes it back', back.data.available === true);
  await admin.destroy('loan-item', 'eve:1');
  await admin.destroy('user', 'eve');
  const { data: users } = await admin.findAll('user');
  check(
    'the admin deletes eve',
    users.every(({ id }) => id !== 'eve'),
  );
}
