import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file that a browser asks for. */
export interface Asset {
  readonly type: string;
  readonly content: string | Buffer;
}

const FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const STYLES = 'text/css; charset=utf-8';
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': STYLES,
  'swagger-ui-bundle.js': JAVASCRIPT,
  'swagger-ui-standalone-preset.js': JAVASCRIPT,
  'favicon-32x32.png': 'image/png',
};

/**
 * Addresses are relative to `/docs`, so that they hold behind a proxy that adds a path. Swagger UI accepts anything, and
 * the server would choose by the credential: what is tried out in a document is to be answered as that document says.
 */
const START = `const accepted = {
  'openapi/jsonapi.json': 'application/vnd.api+json',
  'openapi/plain.json': 'application/json',
};
const accept = (request) => {
  const type = accepted[window.ui.specSelectors.url()];
  if (!request.loadSpec && type) request.headers = { ...request.headers, accept: type };
  return request;
};
window.ui = SwaggerUIBundle({
  urls: [
    { url: 'openapi/jsonapi.json', name: 'JSON:API' },
    { url: 'openapi/plain.json', name: 'Plain JSON' },
  ],
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  deepLinking: true,
  displayOperationId: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: accept,
});
`;

/** The colours of Swagger UI's logo, which its script writes into the page. */
export const LOGO_STYLE = '.logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}';

/** What the page loads: Swagger UI as its package has it, and the script that starts it. */
export const readAssets = (): ReadonlyMap<string, Asset> =>
  new Map<string, Asset>([
    ...Object.entries(FILES).map(
      ([name, type]) => [name, { type, content: readFileSync(join(FOLDER, name)) }] as const,
    ),
    ['start.js', { type: JAVASCRIPT, content: START }],
    ['page.css', { type: STYLES, content: 'body { margin: 0 }\n' }],
  ]);

export const PAGE: Asset = {
  type: 'text/html; charset=utf-8',
  content: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Kitroom: documentation</title>
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <link rel="stylesheet" href="docs/page.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/swagger-ui-standalone-preset.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`,
};
