import type { Script } from '../cases/request.js';
import type { Club } from '../data/club.js';
import type { TokenOf } from '../load/wire.js';
import type { Entrant } from '../measure.js';
import type { PeerTarget } from './targets.js';
import { verifyPeer } from './verify-peer.js';

/** A case as Kitroom is asked it. */
interface Asked {
  readonly name: string;
  readonly scripts: readonly Script[];
  readonly club: Club;
  readonly tokenOf: TokenOf;
}

/**
 * The peers that can answer a case, each with the scripts in its own words.
 * @throws Error where a peer's answers are not what Kitroom, at this port, answers
 */
export async function enterPeers(
  targets: readonly PeerTarget[],
  kitroom: number,
  { name, scripts, club, tokenOf }: Asked,
): Promise<readonly Entrant[]> {
  const [script] = scripts;
  const entrants: Entrant[] = [];
  for (const { peer, target } of targets) {
    const translate = peer.translate[name];
    if (!translate || !script) continue;
    await verifyPeer(kitroom, { peer, target }, { name, script, translate }, { club, tokenOf });
    const translated = scripts.map((next) => () => translate(next(), club));
    entrants.push({ name: peer.name, target, scripts: translated, tokenOf });
  }
  return entrants;
}
