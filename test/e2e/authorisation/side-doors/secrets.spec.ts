import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Documented } from '../../../support/documented.js';
import { World } from '../world.js';
import { SECRETS } from './secrets.js';
import { Attempt } from './tell-apart.js';

/** Milliseconds: thousands of requests, on a machine that may have much else to do. */
const PATIENCE = 300_000;
const MOST_TOLD = 5;

let world: World;
let documented: Documented;

beforeAll(async () => {
  world = await World.open();
  documented = new Documented((await world.club.nobody.plain.get('/openapi/jsonapi.json')).body);
}, PATIENCE);
afterAll(() => world.close(), PATIENCE);

describe.each(SECRETS)('$name', (secret) => {
  it.each(secret.modes)(
    'is told to nobody who may not know, in %s mode',
    async (mode) => {
      const attempt = new Attempt(world, documented, secret, mode);
      for (const caller of secret.ignorant) {
        const found = await attempt.differences(caller);
        expect({ caller, found: found.slice(0, MOST_TOLD) }).toEqual({ caller, found: [] });
      }
      // The questions are good ones: whoever may know finds out.
      expect((await attempt.differences(secret.knowing)).length).toBeGreaterThan(0);
    },
    PATIENCE,
  );
});
