import { describe, expect, it } from '@jest/globals';
import { inRequestContext } from '../../../src/shared/context/request-context.js';
import { serverLogger } from '../../../src/start/server-logger.js';
import { KeptLines } from '../../support/kept-lines.js';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const context = {
  requestId: '0d2cf89f-f37f-4442-bdce-3f4fe7b429bd',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  address: '127.0.0.1',
  actorId: '5291e9ed-2d81-48ea-99fa-2aa29deac231',
};

function logAt(logLevel: (typeof LEVELS)[number] | 'silent') {
  const kept = new KeptLines();
  return { kept, logger: serverLogger({ logLevel }, kept) };
}

describe("Nest's logger", () => {
  it.each([...LEVELS, 'silent' as const])('writes as much as LOG_LEVEL=%s says', (logLevel) => {
    const { kept, logger } = logAt(logLevel);
    logger.fatal?.('x', 'Test');
    logger.error('x', 'Test');
    logger.warn('x', 'Test');
    logger.log('x', 'Test');
    logger.debug?.('x', 'Test');
    logger.verbose?.('x', 'Test');
    const expected = logLevel === 'silent' ? [] : LEVELS.slice(0, LEVELS.indexOf(logLevel) + 1);
    expect(kept.lines.map(({ level }) => level)).toEqual(expected);
  });

  it('writes one line of JSON: when, who, what', () => {
    const { kept, logger } = logAt('info');
    logger.log('All is well', 'Jobs');
    expect(kept.lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        pid: process.pid,
        context: 'Jobs',
        msg: 'All is well',
      },
    ]);
  });

  it('names the request for which something is done, and who asked', () => {
    const { kept, logger } = logAt('info');
    inRequestContext(context, () => logger.log('inside', 'Test'));
    logger.log('outside', 'Test');
    const [inside, outside] = kept.lines;
    const { requestId, traceId, actorId } = context;
    expect(inside).toMatchObject({ request_id: requestId, trace_id: traceId, actor: actorId });
    expect(Object.keys(outside ?? {})).toEqual(['level', 'time', 'pid', 'context', 'msg']);
  });

  it('leaves out what is not known of a request', () => {
    const { kept, logger } = logAt('info');
    inRequestContext({ ...context, traceId: null, actorId: null }, () => logger.log('inside', 'Test'));
    expect(kept.lines[0]).not.toHaveProperty('trace_id');
    expect(kept.lines[0]).not.toHaveProperty('actor');
  });

  it('keeps what a text has in it from beginning a line of its own', () => {
    const { kept, logger } = logAt('info');
    logger.warn('one\r\n{"level":"info","msg":"forged"}\u001b[2J\u0085\u2028', 'Test');
    expect(kept.lines).toHaveLength(1);
    expect(kept.text.trimEnd()).not.toMatch(/[\p{Cc}\u2028]/u);
  });

  it('describes errors, and leaves out stacks that come as texts', () => {
    const { kept, logger } = logAt('info');
    logger.error(Object.assign(new Error('It broke at "secret"'), { query: 'secret' }), 'Test');
    logger.error({ err: new Error('It broke at "secret"'), problem_id: '7' }, 'Test');
    logger.error('It broke', 'Error: secret\n    at somewhere', 'Test');
    expect(kept.lines).toMatchObject([
      {
        context: 'Test',
        msg: 'It broke at …',
        err: { type: 'Error', message: 'It broke at …', stack: expect.stringMatching(/^\s+at /) },
      },
      { context: 'Test', problem_id: '7', err: { message: 'It broke at …' } },
      { context: 'Test', msg: 'It broke' },
    ]);
    expect(kept.text).not.toContain('secret');
  });

  it("takes what Nest tells of its own start for a detail, and no one else's lines", () => {
    const { kept, logger } = logAt('info');
    logger.log('Mapped {/runs, GET}', 'RouterExplorer');
    logger.log('Filled', 'Test');
    expect(kept.lines.map(({ msg }) => msg)).toEqual(['Filled']);
  });
});
