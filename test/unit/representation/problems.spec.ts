import { BadRequestException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  BadParameter,
  Conflict,
  Invalid,
  NotAcceptable,
  TooManyRequests,
  Unauthorized,
} from '../../../src/shared/errors/errors.js';
import { MaxSizeExceeded, UnsupportedSort } from '../../../src/shared/query/page-problems.js';
import { Problem } from '../../../src/shared/errors/problem.js';
import { lastStep, pointerTo } from '../../../src/shared/representation/inward/pointer.js';
import { renderProblem } from '../../../src/shared/representation/problems/render-problem.js';
import { toProblem } from '../../../src/shared/representation/problems/to-problem.js';

interface Errors {
  readonly errors: readonly Readonly<Record<string, unknown>>[];
  readonly jsonapi: object;
}
const toErrors = (problem: Problem, pointerOf?: (field: string) => string) =>
  renderProblem(problem, 'jsonapi', pointerOf) as Errors;

describe('a problem in JSON:API', () => {
  it('is one error object, with a title for its status', () => {
    const { errors, jsonapi } = toErrors(new Conflict('User already exists.', 'USER_EXISTS'));
    expect(jsonapi).toEqual({ version: '1.1' });
    expect(errors).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: '409',
        code: 'USER_EXISTS',
        title: 'Conflict',
        detail: 'User already exists.',
      },
    ]);
  });

  it('is an error for each fault, each with an id and a pointer of its own', () => {
    const problem = new Invalid([
      { field: 'phone', detail: 'No number.', code: 'INVALID_FIELD' },
      { pointer: '/data/relationships/x', detail: 'No such relationship.' },
    ]);
    const { errors } = toErrors(problem, (field) => `/data/attributes/own-${field}`);
    expect(errors).toMatchObject([
      {
        status: '422',
        code: 'INVALID_FIELD',
        detail: 'No number.',
        source: { pointer: '/data/attributes/own-phone' },
      },
      {
        status: '422',
        code: 'INVALID',
        detail: 'No such relationship.',
        source: { pointer: '/data/relationships/x' },
      },
    ]);
    expect(new Set(errors.map(({ id }) => id)).size).toBe(2);
  });

  it('assumes an attribute where no document was read', () => {
    expect(toErrors(Invalid.field('a/b', 'No.')).errors[0]).toMatchObject({
      source: { pointer: '/data/attributes/a~1b' },
    });
  });

  it('names the parameter or the header, and what is allowed there', () => {
    expect(
      toErrors(new BadParameter('filter', 'No.', { offset: 3, allowed: ['eq'] })).errors[0],
    ).toMatchObject({
      source: { parameter: 'filter' },
      meta: { offset: 3, allowed: ['eq'] },
    });
    expect(toErrors(new NotAcceptable('No.')).errors[0]).toMatchObject({ source: { header: 'Accept' } });
  });

  it('links to its type where a specification names it', () => {
    expect(toErrors(new UnsupportedSort('role')).errors[0]).toMatchObject({
      status: '400',
      code: 'UNSUPPORTED_SORT',
      links: { type: 'https://jsonapi.org/profiles/ethanresnick/cursor-pagination/unsupported-sort' },
      source: { parameter: 'sort' },
    });
    expect(toErrors(new BadParameter('sort', 'No.')).errors[0]).not.toHaveProperty('links');
  });
});

describe('a problem in plain JSON', () => {
  it.each([
    [new Conflict('Taken.', 'USER_EXISTS'), { error: 'Taken.', code: 'USER_EXISTS' }],
    [
      new Invalid([
        { field: 'phone', detail: 'No number.' },
        { field: 'phone', detail: 'Too short.' },
        { pointer: '/data/relationships/a~1b', detail: 'Unknown.' },
      ]),
      {
        error: 'No number. Too short. Unknown.',
        code: 'INVALID',
        fields: { phone: 'No number.', 'a/b': 'Unknown.' },
      },
    ],
    [
      new BadParameter('filter', 'No.', { offset: 3 }),
      { error: 'No.', code: 'BAD_PARAMETER', parameter: 'filter', meta: { offset: 3 } },
    ],
    [
      new MaxSizeExceeded('page[size]', 5),
      {
        error: '"page[size]" must be a whole number from 1 to 5.',
        code: 'MAX_SIZE_EXCEEDED',
        parameter: 'page[size]',
        meta: { page: { maxSize: 5 } },
      },
    ],
    [new NotAcceptable('No.'), { error: 'No.', code: 'NOT_ACCEPTABLE' }],
    [new Conflict('No.', 'X', [{ pointer: '', detail: 'No.' }]), { error: 'No.', code: 'X' }],
    [
      new Problem(401, 'WRONG', 'Wrong username or password.', { plain: { status: 'fail' } }),
      { error: 'Wrong username or password.', code: 'WRONG', status: 'fail' },
    ],
    [
      toProblem(new Error('secret'), 'the-id'),
      { error: 'Something went wrong here.', code: 'INTERNAL_ERROR', id: 'the-id' },
    ],
  ])('%#', (problem, body) => {
    expect(renderProblem(problem, 'plain')).toEqual(body);
  });
});

const fastifyError = (code: string, statusCode: number) =>
  Object.assign(new Error('inner text'), { code, statusCode });

describe('whatever was thrown', () => {
  it('stays what it is where it is a problem', () => {
    const problem = new TooManyRequests('Wait.', 7);
    expect(toProblem(problem, 'x')).toBe(problem);
  });

  it.each([
    ['an error of ours', new Error('secret'), 500, 'INTERNAL_ERROR'],
    ['text', 'secret', 500, 'INTERNAL_ERROR'],
    ['nothing', undefined, 500, 'INTERNAL_ERROR'],
    ['an object', { statusCode: 'secret' }, 500, 'INTERNAL_ERROR'],
    ['a lost database', Object.assign(new Error('secret'), { code: 'ECONNRESET' }), 500, 'INTERNAL_ERROR'],
    ['a 5xx of a library', fastifyError('FST_ERR_X', 500), 500, 'INTERNAL_ERROR'],
    ['a bad URL', fastifyError('FST_ERR_BAD_URL', 400), 400, 'BAD_URL'],
    ['a long part of a path', fastifyError('FST_ERR_MAX_PARAM_LENGTH', 414), 414, 'URL_TOO_LONG'],
    ['a large body', fastifyError('FST_ERR_CTP_BODY_TOO_LARGE', 413), 413, 'BODY_TOO_LARGE'],
    [
      'a media type that is none',
      fastifyError('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body cut off',
      Object.assign(new Error('aborted'), { code: 'ECONNRESET', statusCode: 400 }),
      400,
      'BAD_REQUEST',
    ],
    ["Nest's own", new BadRequestException('secret'), 400, 'BAD_REQUEST'],
    ["Nest's 404", new NotFoundException('secret'), 404, 'UNKNOWN_PATH'],
    ["Nest's 503", new ServiceUnavailableException('secret'), 503, 'UNAVAILABLE'],
    [
      "Fastify's in Nest's",
      new BadRequestException('secret', { cause: fastifyError('FST_ERR_CTP_BODY_TOO_LARGE', 413) }),
      413,
      'BODY_TOO_LARGE',
    ],
  ])('%s has a status and a code, and tells nothing else', (_, error, status, code) => {
    const problem = toProblem(error, 'the-id');
    expect(problem).toMatchObject({ status, code });
    for (const format of ['jsonapi', 'plain'] as const) {
      expect(JSON.stringify(renderProblem(problem, format))).not.toMatch(/secret|inner text/);
    }
  });

  it('names an error of ours by the id in the log', () => {
    expect(toErrors(toProblem(new Error('secret'), 'the-id')).errors[0]).toMatchObject({
      id: 'the-id',
      status: '500',
    });
  });

  it('asks for a login the way RFC 6750 says', () => {
    expect(toProblem(Object.assign(new Error(), { statusCode: 401 }), 'x')).toBeInstanceOf(Unauthorized);
  });
});

it('renders any fault as JSON in both forms', () => {
  const text = fc.string({ unit: 'binary' });
  const fault = fc.record(
    { detail: text, field: text, pointer: text, parameter: text, header: text },
    { requiredKeys: ['detail'] },
  );
  fc.assert(
    fc.property(fc.array(fault), (faults) => {
      const problem = new Invalid(faults);
      expect(toErrors(problem).errors).toHaveLength(Math.max(1, faults.length));
      expect(JSON.parse(JSON.stringify(renderProblem(problem, 'plain')))).toMatchObject({ code: 'INVALID' });
    }),
  );
});

it('points with RFC 6901, there and back', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(lastStep(pointerTo('data', name))).toBe(name);
    }),
  );
});
