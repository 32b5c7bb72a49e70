import { ITEMS } from './tables/items.js';
import { tryTable } from './try-table.js';

tryTable(ITEMS);
