import { AUDIT } from './tables/audit.js';
import { LOANS } from './tables/loans.js';
import { MODE } from './tables/mode.js';
import { OPEN } from './tables/open.js';
import { OPERATIONS } from './tables/operations.js';
import { ROLES } from './tables/roles.js';
import { RUNS } from './tables/runs.js';
import { tryTable } from './try-table.js';

tryTable({ ...OPEN, ...MODE, ...ROLES, ...AUDIT, ...LOANS, ...RUNS, ...OPERATIONS });
