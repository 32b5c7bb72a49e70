import './with-resolvers.js';
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PgLazyJWTPreset } from 'postgraphile/presets/lazy-jwt';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

/** As many connections as the others have. */
const POOL_SIZE = 10;

const { DATABASE_URL, SECRET_KEY, PORT } = process.env;

/** Kitroom's tables as they are. The plug-in for filters is the one that PostGraphile's own pages name. */
const preset = {
  extends: [PostGraphileAmberPreset, PgLazyJWTPreset, PostGraphileConnectionFilterPreset],
  // It hides filters on columns without an index; Kitroom has them all.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [
    makePgService({ connectionString: DATABASE_URL, schemas: ['public'], poolConfig: { max: POOL_SIZE } }),
  ],
  grafserv: {
    graphqlPath: '/graphql',
    graphiql: false,
    pgJwtSecret: SECRET_KEY,
    pgJwtVerifyOptions: { algorithms: ['HS256'], audience: 'kitroom-api', issuer: 'kitroom' },
  },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
