import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { type Answer, Client, type Format } from '../support/client.js';
import { PASSWORD } from '../support/club.js';
import { Documented } from '../support/documented.js';
import { runBody } from '../support/run-body.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { claimsOf } from '../support/tokens.js';

/** Every kind of answer of the built server, against what its documents say of it. */
let database: TestDatabase;
let server: ServerProcess;
let token: string;

beforeAll(async () => {
  database = await createDatabase();
  server = await ServerProcess.start({ DATABASE_URL: database.url, SECRET_KEY, ADMIN_PASSWORD });
  token = (await server.login('admin', ADMIN_PASSWORD)).token ?? '';
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

interface Case {
  readonly operation: string;
  readonly ask: (client: Client) => Promise<Answer>;
  readonly status?: number;
}

interface Body {
  readonly type: string;
  readonly id?: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly related?: Readonly<Record<string, { readonly type: string; readonly id: string } | null>>;
}

/** One body in the spelling of the client's representation. */
function bodyFor({ format }: Client, { type, id, fields, related = {} }: Body): object {
  const linkage = Object.entries(related);
  if (format === 'plain') {
    return {
      ...(id !== undefined && { id }),
      ...fields,
      ...Object.fromEntries(linkage.map(([name, to]) => [name, to && to.id])),
    };
  }
  return {
    data: {
      type,
      ...(id !== undefined && { id }),
      attributes: fields,
      ...(linkage.length > 0 && {
        relationships: Object.fromEntries(linkage.map(([name, data]) => [name, { data }])),
      }),
    },
  };
}

const user = (name: string): Body => ({
  type: 'user',
  fields: { username: name, password: PASSWORD, phone: '+441234567890' },
});
const ann = { type: 'user', id: 'ann' };
const drill = { type: 'loan-item', id: 'drill:1' };
const role = { type: 'role', id: 'helper', fields: { description: 'Helps.', permissions: ['items'] } };

const CASES: readonly Case[] = [
  { operation: 'getLiveness', ask: (c) => c.get('/health/live') },
  { operation: 'getReadiness', ask: (c) => c.get('/health/ready') },
  { operation: 'login', ask: (c) => c.post('/login', { username: 'admin', password: ADMIN_PASSWORD }, json) },
  {
    operation: 'login',
    ask: (c) => c.post('/login', { username: 'admin', password: 'x' }, json),
    status: 401,
  },
  { operation: 'loginUser', ask: (c) => c.post('/user/login', {}, json), status: 422 },
  { operation: 'refreshToken', ask: (c) => c.post('/refresh') },
  { operation: 'getMode', ask: (c) => c.get('/mode') },
  { operation: 'setMode', ask: (c) => c.put('/mode', { mode: 'admin-operated' }, json) },
  { operation: 'setMode', ask: (c) => c.put('/mode', { mode: 'none' }, json), status: 422 },
  { operation: 'createUser', ask: (c) => c.post('/users', bodyFor(c, user('ann'))), status: 201 },
  { operation: 'createUser', ask: (c) => c.post('/users', bodyFor(c, user('ann'))), status: 409 },
  {
    operation: 'createUser',
    ask: (c) => c.post('/users', bodyFor(c, { type: 'user', fields: {} })),
    status: 422,
  },
  { operation: 'createUser', ask: (c) => c.post('/users', undefined, { ...json, raw: '{' }), status: 400 },
  { operation: 'createUser', ask: (c) => c.post('/users', undefined, { ...form, raw: 'a=1' }), status: 415 },
  { operation: 'createUser', ask: (c) => c.post('/users', 'x'.repeat(2 ** 21)), status: 413 },
  { operation: 'getMe', ask: (c) => c.get('/me') },
  { operation: 'listUsers', ask: (c) => c.get('/users?filter[username]=ann') },
  { operation: 'listUsers', ask: (c) => c.get('/users?sort=nothing'), status: 400 },
  { operation: 'listUsers', ask: (c) => c.get('/users?filter=(a eq 1'), status: 400 },
  { operation: 'listUsers', ask: (c) => c.get('/users', { headers: { Accept: 'text/html' } }), status: 406 },
  { operation: 'getUser', ask: (c) => c.get('/users/ann') },
  { operation: 'getUser', ask: (c) => c.get('/users/nobody'), status: 404 },
  { operation: 'getUser', ask: (c) => nobody(c).get('/users/ann'), status: 401 },
  { operation: 'getUser', ask: (c) => c.get(`/users/${'a'.repeat(200)}`), status: 414 },
  {
    operation: 'updateUser',
    ask: (c) => c.patch('/users/ann', bodyFor(c, { ...ann, fields: { first_name: 'Ann' } })),
  },
  {
    operation: 'replaceUser',
    ask: (c) => c.put('/users/ann', bodyFor(c, { ...ann, fields: { email: 'ann@club.example' } })),
  },
  {
    operation: 'createLoanItem',
    ask: (c) => c.post('/loan-items', bodyFor(c, { ...drill, fields: { description: 'drill' } })),
    status: 201,
  },
  { operation: 'listLoanItems', ask: (c) => c.get('/loan-items') },
  { operation: 'getLoanItem', ask: (c) => c.get('/loan-items/drill:1') },
  { operation: 'getLoanedtoOfLoanItem', ask: (c) => c.get('/loan-items/drill:1/loanedto') },
  {
    operation: 'createLoan',
    ask: (c) =>
      c.post('/loans', bodyFor(c, { type: 'loan', fields: {}, related: { item: drill, borrower: ann } })),
    status: 201,
  },
  {
    operation: 'createLoan',
    ask: (c) => c.post('/loans', bodyFor(c, { type: 'loan', fields: {}, related: { item: drill } })),
    status: 409,
  },
  { operation: 'getLoanedtoOfLoanItem', ask: (c) => c.get('/loan-items/drill:1/loanedto') },
  { operation: 'listLoans', ask: (c) => c.get('/loans') },
  { operation: 'listUserLoans', ask: (c) => c.get('/users/ann/loans') },
  { operation: 'listLoanItemLoans', ask: (c) => c.get('/loan-items/drill:1/loans') },
  { operation: 'deleteLoanItem', ask: (c) => c.delete('/loan-items/drill:1'), status: 409 },
  {
    operation: 'updateLoanItem',
    ask: (c) =>
      c.patch('/loan-items/drill:1', bodyFor(c, { ...drill, fields: {}, related: { loanedto: null } })),
  },
  {
    operation: 'replaceLoanItem',
    ask: (c) => c.put('/loan-items/drill:1', bodyFor(c, { ...drill, fields: { description: 'a drill' } })),
  },
  { operation: 'deleteLoanItem', ask: (c) => c.delete('/loan-items/drill:1') },
  {
    operation: 'createRun',
    ask: (c) => c.post('/runs', bodyFor(c, { type: 'run', fields: runBody(), related: { user: ann } })),
    status: 201,
  },
  { operation: 'listRuns', ask: (c) => c.get('/runs?page[size]=1') },
  { operation: 'listRuns', ask: (c) => c.get('/runs?page[after]=&page[size]=1') },
  { operation: 'listRuns', ask: (c) => c.get('/runs?page[after]=&page[count]=false') },
  { operation: 'listRuns', ask: (c) => c.get('/runs?page[after]=&page[before]=') },
  { operation: 'listRuns', ask: (c) => c.get('/runs?page[count]=false') },
  { operation: 'listRuns', ask: (c) => c.get('/runs?page[size]=1001'), status: 400 },
  { operation: 'listUserRuns', ask: (c) => c.get('/users/ann/runs') },
  { operation: 'exportUser', ask: (c) => c.get('/users/ann/export') },
  { operation: 'exportUser', ask: (c) => c.get('/users/nobody/export'), status: 404 },
  { operation: 'listReports', ask: (c) => c.get('/runs/summary?filter[user]=ann') },
  { operation: 'listReports', ask: (c) => c.get('/runs/summary?filter[user]=ann&page[before]=') },
  { operation: 'listSessions', ask: (c) => c.get('/sessions') },
  { operation: 'listSessions', ask: (c) => c.get('/sessions?filter[id]=1'), status: 400 },
  { operation: 'getSession', ask: async (c) => c.get(`/sessions/${await otherSession()}`) },
  { operation: 'getSession', ask: (c) => c.get('/sessions/1'), status: 404 },
  { operation: 'endSession', ask: async (c) => c.delete(`/sessions/${await otherSession()}`) },
  { operation: 'createRole', ask: (c) => c.post('/roles', bodyFor(c, role)), status: 201 },
  { operation: 'listRoles', ask: (c) => c.get('/roles') },
  { operation: 'getRole', ask: (c) => c.get('/roles/admin') },
  {
    operation: 'updateRole',
    ask: (c) => c.patch('/roles/helper', bodyFor(c, { ...role, fields: { description: null } })),
  },
  {
    operation: 'updateRole',
    ask: (c) => c.patch('/roles/admin', bodyFor(c, { ...role, id: 'admin' })),
    status: 409,
  },
  { operation: 'deleteRole', ask: (c) => c.delete('/roles/helper') },
  { operation: 'deleteUser', ask: (c) => c.delete('/users/ann') },
];

/** Another one of the same user. */
async function otherSession(): Promise<string> {
  const { token: other } = await server.login('admin', ADMIN_PASSWORD);
  return String(claimsOf(other ?? '')['sid']);
}

const json = { headers: { 'Content-Type': 'application/json' } };
const form = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
const nobody = ({ baseUrl, format }: Client) => new Client(baseUrl, format, null);

describe.each([
  ['jsonapi', 'jsonApi'],
  ['plain', 'plain'],
] as [string, Format][])('the %s document tells the truth of', (name, format) => {
  let documented: Documented;
  let client: Client;
  beforeAll(async () => {
    documented = new Documented((await server.client().get(`/openapi/${name}.json`)).body);
    client = new Client(server.url, format, token);
  });

  it.each(CASES.map((each) => ({ status: 200, ...each })))(
    '$operation $status',
    async ({ operation, ask, status }) => {
      const answer = await ask(client);
      expect({ status: answer.status, faults: documented.faultsOfAnswer(operation, answer) }).toEqual({
        status,
        faults: [],
      });
    },
  );

  it('single runs and loans, what they lead to, and what `fields` leaves of them', async () => {
    await client.post('/users', bodyFor(client, user('ann')));
    await client.post('/loan-items', bodyFor(client, { ...drill, fields: { description: 'drill' } }));
    const body = bodyFor(client, { type: 'run', fields: runBody(), related: { user: ann } });
    const run = (await client.post('/runs', body)).headers.get('location')?.replace(/.*(?=\/runs)/, '') ?? '';
    const lending = bodyFor(client, { type: 'loan', fields: {}, related: { item: drill, borrower: ann } });
    const loan =
      (await client.post('/loans', lending)).headers.get('location')?.replace(/.*(?=\/loans)/, '') ?? '';
    const change = bodyFor(client, { type: 'run', id: run.slice('/runs/'.length), fields: { distance: 1 } });
    const answers: readonly (readonly [string, Answer])[] = [
      ['getRun', await client.get(run)],
      ['updateRun', await client.patch(run, change)],
      ['getUserOfRun', await client.get(`${run}/user`)],
      ['getLoan', await client.get(loan)],
      ['getItemOfLoan', await client.get(`${loan}/item`)],
      ['getBorrowerOfLoan', await client.get(`${loan}/borrower`)],
      ['getReturnedByOfLoan', await client.get(`${loan}/returned_by`)],
      ['returnLoan', await client.post(`${loan}/return`)],
      ['deleteRun', await client.delete(run)],
    ];
    expect(answers.flatMap(([operation, answer]) => documented.faultsOfAnswer(operation, answer))).toEqual(
      [],
    );
    expect(answers.map(([, { status }]) => status)).toEqual(answers.map(() => 200));
    const tag = (await client.get(loan)).headers.get('etag') ?? '';
    const known = await client.get(loan, { headers: { 'If-None-Match': tag } });
    expect([known.status, ...documented.faultsOfAnswer('getLoan', known)]).toEqual([304]);
    const stale = await client.delete('/users/ann', { headers: { 'If-Match': '"0-0"' } });
    expect([stale.status, ...documented.faultsOfAnswer('deleteUser', stale)]).toEqual([412]);
    const sparse = await client.get(`${loan}?fields[loan]=status`);
    const { schema } = Object.values(
      documented.operation('getLoan').told.responses['200'].content as object,
    )[0] as { schema: object };
    expect(documented.faults(schema, sparse.body)).toEqual([]);
    await client.delete('/loan-items/drill:1');
    await client.delete('/users/ann');
  });
});

it('included records and linkage are as the JSON:API document says', async () => {
  const documented = new Documented((await server.client().get('/openapi/jsonapi.json')).body);
  const client = new Client(server.url, 'jsonApi', token);
  const body = bodyFor(client, {
    ...drill,
    fields: { description: 'drill' },
    related: { loanedto: { ...ann, id: 'admin' } },
  });
  await client.post('/loan-items', body);
  const { body: loans } = await client.get('/loans');
  const loan = `/loans/${String(loans.data[0].id)}`;
  const answers: readonly (readonly [string, Answer])[] = [
    ['listLoans', await client.get('/loans?include=item.loanedto,borrower')],
    ['getLoan', await client.get(`${loan}?include=item`)],
    ['getItemLinkageOfLoan', await client.get(`${loan}/relationships/item`)],
    ['getReturnedByLinkageOfLoan', await client.get(`${loan}/relationships/returned_by`)],
  ];
  expect(answers[0]?.[1].body.included).toHaveLength(2);
  expect(answers.flatMap(([operation, answer]) => documented.faultsOfAnswer(operation, answer))).toEqual([]);
});
