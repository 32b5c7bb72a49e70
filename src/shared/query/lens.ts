import type { Catalog } from './catalog.js';
import { VIEWER_ID } from './parameter.js';
import type { Viewer } from './resource.js';

/** Who is looking, and at which resources: what every name in a query is looked up in. */
export interface Lens {
  readonly catalog: Catalog;
  readonly viewer: Viewer;
}

/** Somebody with the same rights, whoever it is: what statements are composed for. */
export const anybodyLike = (viewer: Viewer): Viewer => ({
  id: VIEWER_ID,
  rights: viewer.rights,
  mode: viewer.mode,
  may: (permission) => viewer.may(permission),
});
