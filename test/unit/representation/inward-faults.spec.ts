import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/shared/errors/problem.js';
import type { Resource } from '../../../src/shared/query/resource.js';
import type { Purpose } from '../../../src/shared/representation/inward/read-body.js';
import { readDocument } from '../../../src/shared/representation/inward/read-document.js';
import { readPlain } from '../../../src/shared/representation/inward/read-plain.js';
import { toProblem } from '../../../src/shared/representation/problems/to-problem.js';
import { problemOf } from '../../support/refusals.js';
import { personResource, toolResource } from '../../support/shed.js';

const CREATE: Purpose = { creates: true };
const named: Resource = { ...personResource, id: { ...personResource.id, clientField: 'name' } };
const tool = (members: object) => ({ data: { type: 'tool', ...members } });
const owned = (owner: unknown) => tool({ relationships: { owner } });

const told = ({ status, code, detail, faults }: Problem) => ({ status, code, detail, faults });
const one = (status: number, code: string, pointer: string, detail: string) => ({
  status,
  code,
  detail,
  faults: [{ pointer, detail }],
});

describe('a document that is malformed', () => {
  it.each<readonly [unknown, pointer: string, detail: string]>([
    [[], '', 'The body must be a JSON:API document.'],
    [5, '', 'The body must be a JSON:API document.'],
    [{}, '', 'The document has no `data`.'],
    [{ data: [] }, '/data', 'The document must have one resource object as its `data`.'],
    [{ data: {} }, '/data', 'The resource object has no `type`.'],
    [{ data: { type: 5 } }, '/data/type', 'The `type` must be text.'],
    [tool({ attributes: [] }), '/data/attributes', 'The `attributes` must be an object.'],
    [tool({ relationships: 5 }), '/data/relationships', 'The `relationships` must be an object.'],
    [tool({ id: 5 }), '/data/id', 'The `id` must be text.'],
    [owned(5), '/data/relationships/owner', 'A relationship must be an object with `data`.'],
    [owned({}), '/data/relationships/owner', 'A relationship must be an object with `data`.'],
    [
      owned({ data: 5 }),
      '/data/relationships/owner/data',
      'The linkage must be an object with `type` and `id`, or null.',
    ],
    [owned({ data: { id: 'x' } }), '/data/relationships/owner/data', 'The linkage has no `type`.'],
    [owned({ data: { type: 'person' } }), '/data/relationships/owner/data', 'The linkage has no `id`.'],
    [
      owned({ data: { type: 5, id: 'x' } }),
      '/data/relationships/owner/data/type',
      'The `type` must be text.',
    ],
    [
      owned({ data: { type: 'person', id: 5 } }),
      '/data/relationships/owner/data/id',
      'The `id` must be text.',
    ],
  ])('%j is told so at %j: %s', (document, pointer, detail) => {
    const problem = problemOf(() => readDocument(document, toolResource, CREATE));
    expect(told(problem)).toEqual(one(400, 'MALFORMED_DOCUMENT', pointer, detail));
  });

  it('has no id where a record is meant', () => {
    const problem = problemOf(() => readDocument(tool({}), toolResource, { creates: false, id: '1' }));
    expect(told(problem)).toEqual(
      one(400, 'MALFORMED_DOCUMENT', '/data', 'The resource object has no `id`.'),
    );
  });
});

describe('a document with what is not the client’s to say', () => {
  const UPDATE: Purpose = { creates: false, id: '1' };
  it.each<readonly [object, Resource, Purpose, ...Parameters<typeof one>]>([
    [
      { data: { type: 'person' } },
      toolResource,
      CREATE,
      409,
      'TYPE_MISMATCH',
      '/data/type',
      'This path takes resources of the type `tool`.',
    ],
    [
      tool({ id: '1' }),
      toolResource,
      CREATE,
      403,
      'CLIENT_ID_FORBIDDEN',
      '/data/id',
      'The id is made by the server.',
    ],
    [
      tool({ id: '2' }),
      toolResource,
      UPDATE,
      409,
      'ID_MISMATCH',
      '/data/id',
      'The id is not that of the path.',
    ],
    [
      { data: { type: 'person', id: 'a', attributes: { name: 'b' } } },
      named,
      CREATE,
      409,
      'ID_MISMATCH',
      '/data/id',
      'The id is not the same as `name`.',
    ],
    [
      owned({ data: { type: 'tool', id: 'x' } }),
      toolResource,
      CREATE,
      409,
      'TYPE_MISMATCH',
      '/data/relationships/owner/data/type',
      'The relationship leads to the type `person`.',
    ],
    [
      { data: { type: 'person', relationships: { tools: { data: [] } } } },
      personResource,
      CREATE,
      403,
      'RELATIONSHIP_READ_ONLY',
      '/data/relationships/tools',
      '`tools` is changed through its own records, not from here.',
    ],
    [
      tool({ id: '1', relationships: { owner: { data: { type: 'tool', id: 'x' } } } }),
      toolResource,
      CREATE,
      403,
      'CLIENT_ID_FORBIDDEN',
      '/data/id',
      'The id is made by the server.',
    ],
  ])('%j is refused', (document, resource, purpose, ...expected) => {
    const { refusal, faults } = readDocument(document, resource, purpose);
    expect([refusal && told(refusal), faults]).toEqual([one(...expected), []]);
  });

  it('has members in the wrong place, all of which are told', () => {
    const attributes = { id: 1, type: 2, owner: 3, label: 4 };
    const relationships = { label: { data: null }, none: { data: null } };
    const { fields, faults } = readDocument(tool({ attributes, relationships }), toolResource, CREATE);
    const misplaced = (field: string, place: string) => ({
      field,
      pointer: `/data/attributes/${field}`,
      code: 'MISPLACED_MEMBER',
      detail: `\`${field}\` is no attribute: it belongs ${place}.`,
    });
    const unknown = (field: string, detail: string) => ({
      field,
      pointer: `/data/relationships/${field}`,
      code: 'UNKNOWN_RELATIONSHIP',
      detail,
    });
    expect(fields).toEqual({ label: 4 });
    expect(new Set(faults)).toEqual(
      new Set([
        misplaced('id', 'beside `attributes`'),
        misplaced('type', 'beside `attributes`'),
        misplaced('owner', 'into `relationships`'),
        unknown('label', '`label` is no relationship: it belongs into `attributes`.'),
        unknown('none', 'There is no such relationship.'),
      ]),
    );
  });
});

describe('a plain body', () => {
  it.each<readonly [unknown, Resource, Purpose, unknown]>([
    [{ id: '1', label: 'x' }, toolResource, { creates: false, id: '1' }, { label: 'x' }],
    [{ id: 1 }, toolResource, { creates: false, id: '1' }, {}],
    [{ id: 'ANN' }, personResource, { creates: false, id: 'ann' }, {}],
    [{ id: 'a' }, named, CREATE, { name: 'a' }],
    [{ id: 'a', name: 'a' }, named, CREATE, { name: 'a' }],
    [{ label: 'x' }, toolResource, CREATE, { label: 'x' }],
  ])('%j is read', (body, resource, purpose, fields) => {
    expect(readPlain(body, resource, purpose)).toMatchObject({ fields, refusal: null, faults: [] });
  });

  it.each<readonly [object, Resource, Purpose, ...Parameters<typeof one>]>([
    [
      { id: 2 },
      toolResource,
      { creates: false, id: '1' },
      409,
      'ID_MISMATCH',
      '/id',
      'The id is not that of the path.',
    ],
    [{ id: 'x' }, toolResource, CREATE, 403, 'CLIENT_ID_FORBIDDEN', '/id', 'The id is made by the server.'],
    [{ id: 'a', name: 'b' }, named, CREATE, 409, 'ID_MISMATCH', '/id', 'The id is not the same as `name`.'],
  ])('%j is refused', (body, resource, purpose, ...expected) => {
    const { refusal } = readPlain(body, resource, purpose);
    expect(refusal && told(refusal)).toEqual(one(...expected));
  });

  it('is an object, and its id no structure', () => {
    expect(told(problemOf(() => readPlain([])))).toEqual(
      one(400, 'MALFORMED_BODY', '', 'The body must be an object.'),
    );
    expect(told(problemOf(() => readPlain({ id: true }, toolResource, { creates: false, id: '1' })))).toEqual(
      one(400, 'MALFORMED_BODY', '/id', 'The id must be text.'),
    );
    expect(readPlain({ id: true })).toMatchObject({ fields: { id: true }, refusal: null });
    expect(readPlain({ id: true }, toolResource)).toMatchObject({ fields: { id: true }, refusal: null });
  });
});

describe('what the HTTP layer refuses', () => {
  it.each([
    ['FST_ERR_BAD_URL', 400, 'BAD_URL', 'The URL is not percent-encoded UTF-8.'],
    ['FST_ERR_MAX_PARAM_LENGTH', 414, 'URL_TOO_LONG', 'A part of the path is too long.'],
    ['FST_ERR_CTP_BODY_TOO_LARGE', 413, 'BODY_TOO_LARGE', 'The body is larger than 1 MiB.'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 415, 'UNSUPPORTED_MEDIA_TYPE', 'The Content-Type is no media type.'],
    ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400, 'CUT_OFF', 'The body is not as long as announced.'],
  ])('is told in our words: %s', (code, ...expected) => {
    const { status, code: ours, detail } = toProblem(Object.assign(new Error('x'), { code }), 'id');
    expect([status, ours, detail]).toEqual(expected);
  });

  it.each([
    [401, 'UNAUTHORIZED', 'Log in first.'],
    [404, 'UNKNOWN_PATH', 'There is nothing at this path.'],
    [406, 'NOT_ACCEPTABLE', 'There is no such representation.'],
    [418, 'I_M_A_TEAPOT', "I'm a Teapot."],
    [431, 'REQUEST_HEADER_FIELDS_TOO_LARGE', 'Request Header Fields Too Large.'],
    [503, 'UNAVAILABLE', 'The server cannot answer now.'],
    [399, 'INTERNAL_ERROR', 'Something went wrong here.'],
    ['404', 'INTERNAL_ERROR', 'Something went wrong here.'],
  ])('is told by its status alone: %j', (statusCode, ...expected) => {
    const { code, detail } = toProblem(Object.assign(new Error('x'), { statusCode }), 'id');
    expect([code, detail]).toEqual(expected);
  });
});
