/** Writes the bill of materials of what runs on a server to a file, and compares that with the lock. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bill, faultsOf } from './bill.js';
import { readLock } from './packages.js';
import { writeBill } from './sbom.js';

const folder = await mkdtemp(join(tmpdir(), 'kitroom-bill-'));
const file = join(folder, 'kitroom.cdx.json');
try {
  await writeFile(file, await writeBill());
  const bill = JSON.parse(await readFile(file, 'utf8')) as Bill;
  const faults = faultsOf(bill, await readLock());
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    `${bill.components.length} packages in the bill of materials, ${faults.length} faults.\n`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true });
}
