/**
 * Opens the docs and pages of other origins in a real browser, against the built server: that Swagger UI works under the
 * policy that its page has, and that CORS holds. Needs Chromium: `CHROMIUM` names it where it is not at /usr/bin/chromium.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { startBuiltServer } from '../support/built-server.js';

const PATIENCE = 20_000;

/** A page with nothing in it, which is another origin's for the club. */
async function startPage(): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<p>A page'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What a page of an origin is answered: a status, or why it hears nothing. */
async function asks(browser: Browser, origin: string, url: string, init: RequestInit): Promise<string> {
  const page = await browser.newPage();
  await page.goto(origin);
  const answer = await page.evaluate(
    async ([address, sent]) => {
      const heard = await fetch(address, sent).catch((error: unknown) => String(error));
      return typeof heard === 'string'
        ? heard
        : `${heard.status} ${heard.headers.get('x-request-id') ?? 'no id'}`;
    },
    [url, init] as const,
  );
  await page.close();
  return answer.replace(/[0-9a-f-]{36}/, 'id');
}

/** Opens the docs, tries an operation out, and tells what was shown and what the policy stopped. */
async function readDocs(browser: Browser, url: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${url}/docs`);
  const operation = page.locator('[id$="-getLiveness"]');
  await operation.locator('.opblock-summary-control').click({ timeout: PATIENCE });
  await operation.locator('.try-out__btn').click();
  await operation.locator('.execute').click();
  const status = await operation
    .locator('.live-responses-table tbody td.response-col_status')
    .innerText({ timeout: PATIENCE });
  await page.close();
  return [status.trim().slice(0, 3), ...complaints];
}

const faults: string[] = [];
let passed = 0;
function check(name: string, shown: unknown, expected: unknown): void {
  if (JSON.stringify(shown) === JSON.stringify(expected)) passed += 1;
  else faults.push(`${name}: ${JSON.stringify(shown)}, not ${JSON.stringify(expected)}`);
}

const listed = await startPage();
const other = await startPage();
const server = await startBuiltServer({ CORS_ORIGINS: listed.origin });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const plain = { headers: { accept: 'application/json' } };
  const special = {
    method: 'PATCH',
    headers: { 'access-token': 'x', 'if-match': '"x"', 'content-type': 'application/json' },
    body: '{}',
  };
  const blocked = 'TypeError: Failed to fetch';
  const live = `${server.url}/health/live`;
  const user = `${server.url}/users/admin`;
  check('the docs', await readDocs(browser, server.url), ['200']);
  check('a listed page reads', await asks(browser, listed.origin, live, plain), '200 id');
  check('a listed page sends', await asks(browser, listed.origin, user, special), '401 id');
  check(
    'a listed page at an unknown path',
    await asks(browser, listed.origin, `${server.url}/x`, special),
    '404 id',
  );
  check('another page reads', await asks(browser, other.origin, live, plain), blocked);
  check('another page sends', await asks(browser, other.origin, user, special), blocked);
} finally {
  await browser.close();
  await server.stop();
  listed.server.close();
  other.server.close();
}
process.stdout.write(`${faults.join('\n')}\nBrowser: ${passed} passed, ${faults.length} failed\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
