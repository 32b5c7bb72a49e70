import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { forPeople } from '../../../src/shared/log/for-people.js';
import { serverLogger } from '../../../src/start/server-logger.js';

/** What a terminal would show. */
function shown(tell: (logger: ReturnType<typeof serverLogger>) => void): string {
  let text = '';
  const terminal = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  tell(serverLogger({ logLevel: 'info' }, forPeople(terminal, false)));
  return text;
}

describe('at a terminal', () => {
  it('a line says when, how bad, who and what', () => {
    const text = shown((logger) => logger.warn('Something is odd', 'Jobs'));
    expect(text).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: \[Jobs\] Something is odd\n$/);
  });

  it('an event is shown by its name, with its facts beside it', () => {
    const text = shown((logger) => logger.log({ event: 'role.created', subject: 'treasurer' }, 'Events'));
    expect(text).toMatch(/INFO: \[Events\] role\.created \{"subject":"treasurer"\}\n$/);
  });

  it('an error is shown with where it was thrown', () => {
    const text = shown((logger) => logger.error(new Error('It broke'), 'Test'));
    expect(text).toMatch(/It broke[\s\S]*at .*for-people\.spec/);
  });

  it('a text neither begins a line nor moves the cursor', () => {
    const text = shown((logger) => {
      logger.log('one\r\n[00:00:00] INFO: forged\u001b[2J\u009b2J\u2028', 'Test');
      logger.error(new Error('two\n[00:00:00] INFO: forged\u001b[2J\u009b2J'), 'Test');
    });
    expect(text).not.toMatch(/^\[00:00:00\]/m);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028]/u);
  });
});
