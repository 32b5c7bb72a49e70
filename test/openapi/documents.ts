import { join } from 'node:path';
import { startBuiltServer } from '../support/built-server.js';

export const ROOT = join(import.meta.dirname, '../..');

/** Where the documents are kept. */
export const KEPT = 'docs/openapi';

/** The files that are kept, each with what the server is asked for. */
const DOCUMENTS = [
  ['jsonapi-3.1.json', '/openapi/jsonapi.json?version=3.1'],
  ['jsonapi-3.0.json', '/openapi/jsonapi.json?version=3.0'],
  ['plain-3.1.json', '/openapi/plain.json?version=3.1'],
  ['plain-3.0.json', '/openapi/plain.json?version=3.0'],
] as const;

/** The documents as the built server serves them, by the names of their files, for people to read. */
export async function servedDocuments(): Promise<ReadonlyMap<string, string>> {
  const server = await startBuiltServer();
  try {
    const texts = DOCUMENTS.map(async ([file, path]) => {
      const answer = await fetch(`${server.url}${path}`);
      return [file, `${JSON.stringify(await answer.json(), null, 2)}\n`] as const;
    });
    return new Map(await Promise.all(texts));
  } finally {
    await server.stop();
  }
}
