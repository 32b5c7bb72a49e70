import { startBuiltServer } from '../support/built-server.js';
import { newTally } from './checks.js';
import { checkGenerated } from './generated-clients.js';
import { checkOthers } from './other-clients.js';
import { checkPackage, writeGenerated } from './typescript-package.js';

/**
 * Clients of the built server: those that are generated from its documents, a client of JSON:API that knows nothing of them,
 * and the package in `clients/typescript`, whose
 * generated types must be those of the documents. With `--write` these are written anew, and nothing is checked.
 */
const tally = newTally();
const server = await startBuiltServer();
try {
  if (process.argv.includes('--write')) {
    await writeGenerated(server.url);
  } else {
    await checkGenerated(server.url, tally.check);
    await checkOthers(server.url, tally.check);
    await checkPackage(server.url, tally.check);
  }
} finally {
  await server.stop();
}
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`);
process.exitCode = tally.failed > 0 ? 1 : 0;
