import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { LOGO_STYLE } from '../../src/shared/representation/openapi/pages/docs-assets.js';
import { Club } from '../support/club.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

const open = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(new URL(path, club.url), { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

it.each([
  ['GET', 302],
  ['HEAD', 302],
])('%s / leads to /docs', async (method, status) => {
  const answer = await open('/', { method });
  expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
    status,
    location: '/docs',
  });
});

it('the way to /docs starts at PUBLIC_URL where there is one', async () => {
  const behindProxy = await Club.open({ PUBLIC_URL: 'https://club.example/kit' });
  const response = await fetch(behindProxy.url, { redirect: 'manual' });
  const { body } = await behindProxy.nobody.plain.get('/openapi/plain.json');
  await behindProxy.close();
  expect(response.headers.get('location')).toBe('https://club.example/kit/docs');
  expect(body.servers).toMatchObject([{ url: 'https://club.example/kit' }]);
});

it('/docs is a page for anybody, whatever token is sent', async () => {
  for (const headers of [{}, { authorization: 'Bearer nonsense' }, { accept: 'text/html' }] as Record<
    string,
    string
  >[]) {
    const { status, headers: told, text } = await open('/docs', { headers });
    expect({ status, type: told.get('content-type') }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    expect(text).toContain('<div id="swagger-ui">');
  }
});

it('the page loads everything from the same server, under a policy that allows nothing else', async () => {
  const { text, headers } = await open('/docs');
  const addresses = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  expect(addresses).toHaveLength(6);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(headers.get('content-security-policy')).not.toContain('unsafe');
  expect(text).not.toMatch(/<style|style=|<script>/);
  for (const address of addresses) {
    const url = new URL(address, `${club.url}/docs`);
    expect(url.origin).toBe(new URL(club.url).origin);
    const asset = await open(url.href);
    expect(asset.status).toBe(200);
    expect(asset.text.length).toBeGreaterThan(10);
    expect(asset.headers.get('content-type')).toMatch(/^(text\/(css|javascript); charset=utf-8|image\/png)$/);
    expect(asset.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

it('the page offers both documents, which answer', async () => {
  const { text } = await open('/docs/start.js');
  const addresses = [...text.matchAll(/url: '([^']+)'/g)].map(([, address = '']) => address);
  expect(addresses).toEqual(['openapi/jsonapi.json', 'openapi/plain.json']);
  for (const address of addresses) {
    const answer = await open(new URL(address, `${club.url}/docs`).href);
    expect({ status: answer.status, version: JSON.parse(answer.text).openapi }).toEqual({
      status: 200,
      version: '3.1.1',
    });
  }
});

it('the one style that the policy lets a script write is the one that Swagger UI writes', async () => {
  const { text } = await open('/docs/swagger-ui-standalone-preset.js');
  expect(text).toContain(LOGO_STYLE);
});

it('the page asks nobody else whether a document is valid', async () => {
  const { text } = await open('/docs/start.js');
  expect(text).toContain('validatorUrl: null');
});

it.each([
  '/docs/package.json',
  '/docs/..%2Fpackage.json',
  '/docs/%2e%2e/package.json',
  '/docs/constructor',
  '/docs/',
])('%s is not there', async (path) => {
  expect((await open(path)).status).toBe(404);
});

it('405 for other methods', async () => {
  const { status, headers } = await open('/docs', { method: 'POST' });
  expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET, HEAD' });
});

it.each([
  ['openapi/jsonapi.json', 'application/vnd.api+json'],
  ['openapi/plain.json', 'application/json'],
])(
  'what is tried out in %s asks for %s; documents themselves are asked for as they are',
  async (url, type) => {
    const { text } = await open('/docs/start.js');
    const window: Record<string, unknown> = {};
    const bundle = Object.assign((options: object) => ({ ...options, specSelectors: { url: () => url } }), {
      presets: { apis: null },
    });
    runInNewContext(text, { window, SwaggerUIBundle: bundle, SwaggerUIStandalonePreset: null });
    const { requestInterceptor } = window.ui as {
      requestInterceptor: (request: object) => { headers: object };
    };
    const headers = { accept: '*/*', Authorization: 'Bearer x' };
    expect(requestInterceptor({ headers }).headers).toEqual({ accept: type, Authorization: 'Bearer x' });
    expect(requestInterceptor({ headers, loadSpec: true }).headers).toEqual(headers);
  },
);
