import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KEPT, ROOT, servedDocuments } from './documents.js';

/** Writes the documents that the built server serves to where they are kept. */
await mkdir(join(ROOT, KEPT), { recursive: true });
for (const [file, text] of await servedDocuments()) {
  await writeFile(join(ROOT, KEPT, file), text);
  process.stdout.write(`${KEPT}/${file}\n`);
}
