/**
 * A process of its own that uses the embedded server of the folder in its first argument, for tests that kill it.
 * It prints `{"url", "adminUrl"}` or `{"error"}` as one line; when its input ends, it stops the server and itself.
 */
import { startEmbedded } from '../../src/database/embedded/start-embedded.js';

const [dataDir = ''] = process.argv.slice(2);

try {
  const server = await startEmbedded({ dataDir, log: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`${JSON.stringify({ url: server.url, adminUrl: server.adminUrl })}\n`);
  process.stdin.resume().once('end', () => void server.stop().then(() => process.exit(0)));
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`,
  );
  process.exit(1);
}
