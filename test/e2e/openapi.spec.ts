import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import type { Json } from '../support/client.js';
import { Club } from '../support/club.js';
import { Documented, places } from '../support/documented.js';
import { servedRoutes } from '../support/routes.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';

// The docstrings get into the documents when the server is built, so it is the built server that is asked.
const FORMATS = ['jsonapi', 'plain'] as const;
const documents: Record<string, Documented> = {};
const olds: Record<string, Json> = {};
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await createDatabase();
  server = await ServerProcess.start({ DATABASE_URL: database.url, SECRET_KEY, ADMIN_PASSWORD });
  for (const format of FORMATS) {
    documents[format] = new Documented((await server.client().get(`/openapi/${format}.json`)).body);
    olds[format] = (await server.client().get(`/openapi/${format}.json?version=3.0`)).body;
  }
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const documentOf = (format: string): Documented => {
  const document = documents[format];
  if (!document) throw new Error(`There is no document ${format}.`);
  return document;
};

describe('the documents are served', () => {
  it.each([
    ['jsonapi', '', '3.1.1'],
    ['jsonapi', '?version=3.1', '3.1.1'],
    ['jsonapi', '?version=3.0', '3.0.3'],
    ['plain', '', '3.1.1'],
    ['plain', '?version=3.0', '3.0.3'],
  ])('%s%s is OpenAPI %s, for anybody', async (format, query, version) => {
    const answer = await server.client().get(`/openapi/${format}.json${query}`);
    expect(answer).toMatchObject({ status: 200, body: { openapi: version } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it.each(['?version=2.0', '?version=', '?format=yaml', '?version=3.1&version=3.0'])(
    '400 for %s',
    async (query) => {
      const { status, body } = await server.client().get(`/openapi/plain.json${query}`);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'BAD_PARAMETER' });
    },
  );

  it('405 for other methods', async () => {
    const { status, headers } = await server.client().post('/openapi/plain.json', {});
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET, HEAD' });
  });
});

describe('what is told of', () => {
  it('is every route of the server, and no other', async () => {
    const club = await Club.open();
    const served = servedRoutes(club.app).map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    await club.close();
    const pages = ['GET /', 'GET /docs', 'GET /docs/{file}'];
    const told = documentOf('jsonapi').operations.map(
      ({ method, path }) => `${method.toUpperCase()} ${path}`,
    );
    expect([...told, ...pages].sort()).toEqual([...served].sort());
  });

  it('is the same in both documents, but for linkage and operations, which are JSON:API’s', () => {
    const named = (format: string) =>
      Object.fromEntries(
        documentOf(format).operations.map(({ operationId, method, path }) => [
          operationId,
          `${method} ${path}`,
        ]),
      );
    const all = Object.entries(named('jsonapi')).filter(
      ([, route]) => !route.includes('/relationships/') && !route.endsWith('/operations'),
    );
    expect(named('plain')).toEqual(Object.fromEntries(all));
  });
});

describe.each(FORMATS)('the %s document', (format) => {
  it('names every operation once, as a verb and a noun', () => {
    const names = documentOf(format).operations.map(({ operationId }) => operationId);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => !/^[a-z]+([A-Z][A-Za-z]*)?$/.test(name))).toEqual([]);
  });

  it('says of every operation what it is for, whom it lets in, and what it may answer', () => {
    const tags = new Map(
      (documentOf(format).document.tags as Json[]).map((tag) => [tag.name, tag.description]),
    );
    for (const { told, operationId } of documentOf(format).operations) {
      const statuses = Object.keys(told.responses as object);
      const secured = (told.security as Json[]).some((way) => Object.keys(way as object).length > 0);
      expect({
        operationId,
        summary: told.summary.length > 5 && told.summary.length < 90,
        description: told.description.length >= told.summary.length,
        tagged: told.tags.map((tag: string) => (tags.get(tag) as string).length > 10),
        succeeds: statuses.filter((status) => status.startsWith('2')).length,
        refuses: ['400', '431', '500', '503'].every((status) => statuses.includes(status)),
        // Whoever may log in may fail to.
        unauthorized: statuses.includes('401'),
      }).toEqual({
        operationId,
        summary: true,
        description: true,
        tagged: [true],
        succeeds: 1,
        refuses: true,
        unauthorized: secured || operationId.startsWith('login'),
      });
    }
  });

  it('has the parameters that its paths name, each with a pattern and a length', () => {
    const document = documentOf(format);
    for (const { path, told } of document.operations) {
      const inPath = ((told.parameters ?? []) as Json[])
        .map((parameter) => document.resolved(parameter))
        .filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name as string)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      for (const { schema, required } of inPath) {
        expect(required).toBe(true);
        expect(schema).toMatchObject({ pattern: expect.any(String), maxLength: expect.any(Number) });
      }
    }
  });

  it('has no reference that leads nowhere, and no component that nothing leads to', () => {
    const { document } = documentOf(format);
    const references = [...places(document)].map(([, place]) => place.$ref as unknown).filter((ref) => ref);
    expect(references.filter((ref) => documentOf(format).at(String(ref)) === undefined)).toEqual([]);
    const { securitySchemes: _, ...components } = document.components;
    const held = Object.entries(components as Record<string, object>).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `#/components/${kind}/${name}`),
    );
    const mapped = [...places(document)].flatMap(([, { discriminator }]) =>
      Object.values((discriminator?.mapping ?? {}) as object),
    );
    expect(held.filter((name) => ![...references, ...mapped].includes(name))).toEqual([]);
  });

  it('has examples that fit their schemas', () => {
    const document = documentOf(format);
    const withExample = [...places(document.document)].filter(
      ([, place]) => place.schema?.$ref && 'example' in place,
    );
    expect(withExample.length).toBeGreaterThan(50);
    const faults = withExample.flatMap(([pointer, { schema, example }]) =>
      document.faults(schema, example).map((fault) => `${pointer} ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('bounds what clients send', () => {
    const { components } = documentOf(format).document;
    const bodies = Object.entries(components.schemas as Record<string, Json>).filter(([name]) =>
      /^(Create|Update|Login|Mode)/.test(name),
    );
    const unbounded = bodies.flatMap(([name, { properties = {} }]) =>
      Object.entries(properties as Record<string, Json>)
        .filter(([, { type, maxLength, format: form, enum: words, const: constant }]) => {
          const isText = [type].flat().includes('string');
          return (
            isText && maxLength === undefined && form !== 'date-time' && !words && constant === undefined
          );
        })
        .map(([property]) => `${name}.${property}`),
    );
    expect(unbounded).toEqual([]);
  });

  it('spells nulls as OpenAPI 3.1 does, and its older sister as 3.0', () => {
    const news = [...places(documentOf(format).document.components.schemas)].map(([, place]) => place);
    expect(news.filter((place) => 'nullable' in place)).toEqual([]);
    const schemas = [...places(olds[format].components.schemas)].filter(
      ([pointer]) =>
        !/\/(properties|example|default|enum|required|mapping)$/.test(pointer) &&
        !/\/example\//.test(pointer),
    );
    const wrong = schemas.filter(
      ([, place]) =>
        Array.isArray(place.type) ||
        'const' in place ||
        'examples' in place ||
        ('$ref' in place && Object.keys(place as object).length > 1),
    );
    expect(wrong).toEqual([]);
    expect(schemas.some(([, place]) => place.nullable === true)).toBe(true);
  });

  it('has the same operations in both versions', () => {
    const ids = (document: Json) => new Documented(document).operations.map(({ operationId }) => operationId);
    expect(ids(olds[format])).toEqual(ids(documentOf(format).document));
  });
});
