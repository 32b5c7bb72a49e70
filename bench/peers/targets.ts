import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../load/free-port.js';
import { startTarget, type Target } from '../load/target.js';
import { feathers } from './feathers.js';
import { jsonApiNestjs } from './json-api-nestjs.js';
import type { Peer } from './peer.js';
import { postgraphile } from './postgraphile.js';

export const peers: readonly Peer[] = [jsonApiNestjs, postgraphile, feathers];

/** A peer that is running. */
export interface PeerTarget {
  readonly peer: Peer;
  readonly target: Target;
}

/** What a peer's server is told; the rest is in its own folder. */
export interface PeerEnvironment {
  readonly DATABASE_URL: string;
  readonly SECRET_KEY: string;
}

/** @throws Error where the peers are not installed, or this one does not start */
export async function startPeer(peer: Peer, env: PeerEnvironment, pinned: boolean): Promise<PeerTarget> {
  if (!existsSync(source('node_modules')))
    throw new Error('The peers are not installed: npm ci --ignore-scripts --prefix bench/peers');
  const target = await startTarget({
    name: peer.name,
    port: await freePort(),
    args: [source(`${peer.folder}/main.js`)],
    env: { ...env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    pinned,
  });
  return { peer, target };
}

/** Their servers are not built: they stay where their packages are. */
const source = (path: string): string =>
  fileURLToPath(new URL(`../../../bench/peers/${path}`, import.meta.url));
