import { bodyParser, errorHandler, koa, parseAuthentication, rest } from '@feathersjs/koa';
import { feathers } from '@feathersjs/feathers';
import knex from 'knex';
import { addAuthentication } from './authentication.js';
import { addServices } from './services.js';

/** As many connections as the others have. */
const POOL_SIZE = 10;

const { DATABASE_URL, SECRET_KEY, PORT } = process.env;

/** Feathers over Koa and Knex, put together as its generator does. */
const app = koa(feathers());
const database = knex({ client: 'pg', connection: DATABASE_URL, pool: { min: 0, max: POOL_SIZE } });
app.use(errorHandler());
app.use(parseAuthentication());
app.use(bodyParser());
app.configure(rest());
addAuthentication(app, database, SECRET_KEY);
addServices(app, database);
await app.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
