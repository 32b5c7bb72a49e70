import { auditEventResource } from './audit/audit-event.resource.js';
import { itemResource } from './loans/item.resource.js';
import { loanResource } from './loans/loan.resource.js';
import { reportResource } from './reports/report.resource.js';
import { roleResource } from './roles/role.resource.js';
import { runResource } from './runs/run.resource.js';
import { sessionResource } from './users/session.resource.js';
import { userResource } from './users/user.resource.js';

/** Everything that the outside may see. */
export const resources = [
  userResource,
  itemResource,
  loanResource,
  runResource,
  reportResource,
  roleResource,
  sessionResource,
  auditEventResource,
];
