import pg from 'pg';
import { signingKey } from '../../src/auth/token.js';
import { PRINTED_TYPES } from '../../src/database/printed-types.js';
import { createFloor } from './floor.js';

/** As many connections as the server has. */
const POOL_SIZE = 10;

/** A day has no zone: it stays the text that PostgreSQL sends. */
pg.types.setTypeParser(pg.types.builtins.DATE, (day: string) => day);

const { DATABASE_URL, SECRET_KEY = '', PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: POOL_SIZE, types: PRINTED_TYPES });
createFloor(pool, signingKey(SECRET_KEY)).listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
