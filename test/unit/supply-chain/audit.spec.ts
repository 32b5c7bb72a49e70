import { describe, expect, it } from '@jest/globals';
import { readAudit } from '../../supply-chain/audit.js';

const finding = {
  source: 1,
  name: 'pg',
  title: 'It leaks',
  url: 'https://github.com/advisories/GHSA-1',
  severity: 'high',
};
const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });

describe('what npm audit prints', () => {
  it('is clean', () => {
    expect(readAudit(report({}))).toEqual({ answered: true, advisories: [] });
  });

  it('is each finding once, and not those who only depend on one', () => {
    const printed = report({ pg: { via: [finding] }, typeorm: { via: ['pg', finding] } });
    expect(readAudit(printed)).toEqual({
      answered: true,
      advisories: [{ id: 'GHSA-1', package: 'pg', severity: 'high', title: 'It leaks' }],
    });
  });

  it('is that the registry does not answer', () => {
    expect(readAudit(JSON.stringify({ message: '405 Method Not Allowed', error: {} }))).toEqual({
      answered: false,
      why: '405 Method Not Allowed',
    });
  });

  it.each(['', '{}', 'npm error'])('is nothing to be read: %j', (printed) => {
    expect(() => readAudit(printed)).toThrow();
  });
});
