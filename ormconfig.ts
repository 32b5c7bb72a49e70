import { DataSource } from 'typeorm';
import { patientConnection } from './src/database/data-source-options.js';

/** For TypeORM's command line: `DATABASE_URL=… npx typeorm migration:show -d dist/ormconfig.js`. */
export default new DataSource(patientConnection(process.env.DATABASE_URL ?? 'postgres://localhost/kitroom'));
