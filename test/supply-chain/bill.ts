import { isForServers, type Locked } from './packages.js';

/** As much of a bill of materials (CycloneDX 1.5, JSON) as is looked at. */
export interface Bill {
  readonly bomFormat: string;
  readonly components: readonly Component[];
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly unknown[];
  readonly licenses?: readonly unknown[];
}

/** These name their licence only beside their code. */
export const UNNAMED_LICENCE: readonly string[] = ['passport-strategy', 'pause'];

/** What is wrong with a bill of what this lock has for servers of all platforms; empty where it is complete. */
export function faultsOf(bill: Bill, lock: readonly (readonly [string, Locked])[]): readonly string[] {
  if (bill.bomFormat !== 'CycloneDX') return [`it is in the format ${bill.bomFormat}`];
  const listed = new Map(
    bill.components.map((component) => [`${component.name}@${component.version}`, component]),
  );
  const locked = lock
    .filter(([, each]) => isForServers(each))
    .map(([name, { version }]) => `${name}@${version}`);
  const known = new Set(locked);
  return [
    ...locked.filter((id) => !listed.has(id)).map((id) => `${id} is missing`),
    ...[...listed.keys()].filter((id) => !known.has(id)).map((id) => `${id} is in it, but not in the lock`),
    ...[...listed].flatMap(([id, component]) => shortcomingsOf(component).map((fault) => `${id} ${fault}`)),
  ];
}

function shortcomingsOf({ name, purl, hashes = [], licenses = [] }: Component): readonly string[] {
  return [
    ...(purl.startsWith('pkg:npm/') ? [] : ['has no address']),
    ...(hashes.length > 0 ? [] : ['has no hash']),
    ...(licenses.length > 0 || UNNAMED_LICENCE.includes(name) ? [] : ['has no licence']),
  ];
}
