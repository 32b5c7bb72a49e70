import { authenticate } from '@feathersjs/authentication';
import { Forbidden, NotFound } from '@feathersjs/errors';
import { KnexService } from '@feathersjs/knex';
import { hooks, resolve } from '@feathersjs/schema';
import * as schemas from './schemas.js';

const PAGE = { default: 20, max: 1000 };

export function addServices(app, database) {
  const table = (name, options) => new KnexService({ Model: database, name, paginate: PAGE, ...options });
  app.use('users', table('users'), { methods: ['find', 'get'] });
  app.use('runs', table('runs'), { methods: ['find', 'get', 'create'] });
  app.use('items', table('items'), { methods: ['find', 'get'] });
  app.use('loans', table('loans', { multi: ['patch'] }), { methods: ['find', 'create', 'patch'] });

  app.service('users').hooks({
    around: { all: [authenticate('jwt'), hooks.resolveExternal(withoutPassword)] },
    before: { all: [hooks.validateQuery(schemas.userQuery), hooks.resolveQuery(oneself)] },
  });
  app.service('runs').hooks({
    around: { all: [authenticate('jwt')] },
    before: {
      all: [hooks.validateQuery(schemas.runQuery), hooks.resolveQuery(ownRuns)],
      create: [hooks.validateData(schemas.runData), hooks.resolveData(newRun)],
    },
  });
  app.service('items').hooks({
    around: { all: [authenticate('jwt')] },
    before: { all: [hooks.validateQuery(schemas.itemQuery)] },
  });
  app.service('loans').hooks({
    around: { all: [authenticate('jwt'), adminsOnly] },
    before: {
      all: [hooks.validateQuery(schemas.loanQuery)],
      create: [hooks.validateData(schemas.loanData), lending(database)],
      patch: [givingBack],
    },
  });
}

const withoutPassword = resolve({ password_hash: async () => undefined });

/** While the token or the password is checked nobody is logged in yet. */
const oneself = resolve({
  id: async (value, _query, { params: { user } }) => (user && !user.isAdmin ? user.id : value),
});
const ownRuns = resolve({
  user_id: async (value, _query, { params: { user } }) => (user.isAdmin ? value : user.id),
});

const newRun = resolve({
  user_id: async (_value, _run, { params }) => params.user.id,
  time_zone: async (_value, _run, { params }) => params.user.time_zone,
  weather_status: async () => 'disabled',
});

async function adminsOnly({ params }, next) {
  if (params.provider && !params.user.isAdmin) throw new Forbidden('Not authorized.');
  await next();
}

/** Two more statements: what a loan keeps of its item and its borrower. */
const lending = (database) => async (context) => {
  const { item_id, borrower } = context.data;
  const item = await database('items').where({ id: item_id }).first('description');
  const member = await database('users').where({ username: borrower, active: true }).first('id');
  if (!item || !member) throw new NotFound('Item or user not found.');
  context.data = {
    item_id,
    item_description: item.description,
    borrower_id: member.id,
    lent_by_id: context.params.user.id,
    loaned_at: new Date(),
  };
};

/** `PATCH /loans?item_id=…` closes the open loan of an item: a query string cannot say null, so it is said here. */
async function givingBack(context) {
  context.params.query = { ...context.params.query, returned_at: null };
  context.data = { returned_at: new Date(), returned_by_id: context.params.user.id };
}
