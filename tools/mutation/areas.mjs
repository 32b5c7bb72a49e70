/**
 * What is mutated, and the tests that may kill it, the quicker ones first: each mutant runs those that reach it. Where
 * one of them wants PostgreSQL, the area says so. Where `functions` are named, only those of the files are mutated.
 */
const representation = 'src/shared/representation';
const named = (folder, names) => names.split(' ').map((name) => `${folder}/${name}.ts`);

export const AREAS = {
  filter: {
    mutate: ['src/shared/query/filter/**/*.ts'],
    tests: ['test/unit/query'],
  },
  statements: {
    mutate: named('src/shared/query', 'select order keyset joins columns column'),
    tests: ['test/unit/query', 'test/unit/reading'],
  },
  representation: {
    mutate: [
      `${representation}/*.ts`,
      `!${representation}/*.module.ts`,
      `${representation}/{inward,outward,problems}/**/*.ts`,
    ],
    tests: ['test/unit/representation', 'test/database/representation.spec.ts'],
    database: true,
  },
  authorisation: {
    mutate: [
      'src/shared/access/*.ts',
      ...named('src/auth', 'jwt.guard jwt.strategy token token-of'),
      'src/users/user-rules.ts',
      'src/mode/self-service.guard.ts',
    ],
    tests: [
      'test/unit/access',
      'test/unit/auth',
      'test/unit/user-rules.spec.ts',
      'test/unit/token-of.spec.ts',
      'test/database/jwt-guard.spec.ts',
    ],
    database: true,
  },
  members: {
    mutate: ['src/users/users.service.ts', 'src/roles/roles.service.ts'],
    functions: /^refuse/,
    tests: ['test/database/members.spec.ts'],
    database: true,
  },
  lending: {
    mutate: named('src/loans', 'lending.service items.service loans.service'),
    tests: ['test/database/lending.spec.ts'],
    database: true,
  },
};
