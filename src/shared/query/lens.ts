import type { Catalog } from './catalog.js';
import type { Viewer } from './resource.js';

/** Who is looking, and at which resources: what every name in a query is looked up in. */
export interface Lens {
  readonly catalog: Catalog;
  readonly viewer: Viewer;
}
