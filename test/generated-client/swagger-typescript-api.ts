import { LoanItems } from './generated/others/swagger-plain/LoanItems';
import { Login } from './generated/others/swagger-plain/Login';
import { Runs } from './generated/others/swagger-plain/Runs';
import { Users } from './generated/others/swagger-plain/Users';
import type { CreateRun, Problem } from './generated/others/swagger-plain/data-contracts';
import type { ApiConfig } from './generated/others/swagger-plain/http-client';
import type { Check } from './others';

const run: CreateRun = {
  start_time: '2020-01-24T16:34:34.838Z',
  end_time: '2020-01-24T16:58:45.838Z',
  distance: 4200,
  start_lat: 12.8947909,
  start_lng: 77.6427151,
  end_lat: 12.8986343,
  end_lng: 77.656089,
};

/** A member's day through the client that swagger-typescript-api made of the plain document. */
export async function roundTrip(baseUrl: string, check: Check): Promise<void> {
  const logIn = async (username: string, password: string): Promise<ApiConfig> => {
    const { data } = await new Login({ baseUrl }).login({ username, password });
    check(`${username} logs in`, data.status === 'success');
    return { baseUrl, baseApiParams: { headers: { 'access-token': data.auth_token } } };
  };

  const password = 'correct horse battery';
  const registered = await new Users({ baseUrl }).createUser({ username: 'dan', password });
  check('dan registers', registered.data.message === 'Successfully registered.');

  const runs = new Runs(await logIn('dan', password));
  const created = await runs.createRun(run);
  check('dan logs a run', created.status === 201 && created.data.run.user === 'dan');
  const id = created.data.run.id;
  const listed = await runs.listRuns({ limit: 10, 'filter[distance]': '4200' });
  check('dan lists his runs', listed.data.runs[0]?.id === id);
  const updated = await runs.updateRun({ id }, { distance: 5000 });
  check('dan changes his run', updated.data.run.distance === 5000);
  const removed = await runs.deleteRun({ id });
  check('dan deletes his run', removed.data.message === 'Run successfully deleted.');
  const gone = await runs.getRun({ id }).catch((answer: Awaited<ReturnType<typeof runs.getRun>>) => answer);
  check('an error has its code', (gone.error as Problem).code === 'RUN_NOT_FOUND');

  const admin = await logIn('admin', 'admin');
  const items = new LoanItems(admin);
  const item = await items.createLoanItem({ id: 'sta:1', description: 'A saw', loanedto: 'dan' });
  check('the admin lends an item', item.data['loan-item'].loanedto === 'dan');
  const back = await items.updateLoanItem({ id: 'sta:1' }, { loanedto: null });
  check('the admin takes it back', back.data['loan-item'].available === true);
  await items.deleteLoanItem({ id: 'sta:1' });
  const left = await new Users(admin).deleteUser({ username: 'dan' });
  check('the admin deletes dan', left.data.user.id === 'dan');
}
