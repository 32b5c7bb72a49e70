import type { Scenario } from './race.js';
import { access } from './scenarios/access.js';
import { appointments } from './scenarios/appointments.js';
import { deletions } from './scenarios/deletions.js';
import { items } from './scenarios/items.js';
import { lending } from './scenarios/lending.js';
import { operationLists } from './scenarios/lists.js';
import { names } from './scenarios/names.js';
import { retries } from './scenarios/retries.js';
import { versions } from './scenarios/versions.js';
import { weather } from './scenarios/weather.js';

/** Everything that is raced for. */
export const scenarios: readonly Scenario[] = [
  ...lending,
  ...items,
  ...deletions,
  ...appointments,
  ...names,
  ...access,
  ...retries,
  ...versions,
  ...operationLists,
  ...weather,
];
