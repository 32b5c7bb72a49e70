/**
 * Who may import whom in `src` (docs/architecture.md). A folder that is not in this table has no place yet: give it one.
 * Types count as imports, too.
 */
const { readdirSync } = require('node:fs');

const FLOOR = [
  'settings',
  'database',
  'shared/errors',
  'shared/values',
  'shared/context',
  'shared/log',
  'shared/query',
  'shared/access',
  'shared/input',
  'shared/reading',
  'shared/conditions',
  'shared/representation',
  'shared/limits',
  'shared/jobs',
];

/** Each folder and the folders that it may import from, besides itself. */
const MAY_IMPORT = {
  settings: [],
  database: ['settings', 'shared/errors', 'shared/context'],
  'shared/errors': [],
  'shared/context': [],
  'shared/log': ['settings', 'shared/context'],
  'shared/values': [],
  'shared/query': ['shared/errors', 'shared/values'],
  'shared/access': ['shared/errors', 'settings'],
  'shared/input': ['shared/errors', 'shared/values', 'settings'],
  'shared/reading': ['shared/query', 'shared/errors', 'shared/values', 'database'],
  'shared/conditions': ['shared/query', 'shared/errors', 'database'],
  'shared/representation': [
    'shared/query',
    'shared/reading',
    'shared/conditions',
    'shared/context',
    'shared/log',
    'shared/errors',
    'shared/values',
    'shared/access',
    'shared/input',
  ],
  'shared/dispatch': ['shared/query', 'shared/representation', 'shared/context', 'shared/errors'],
  'shared/operations': [
    'shared/query',
    'shared/reading',
    'shared/representation',
    'shared/dispatch',
    'shared/errors',
    'database',
  ],
  'shared/relationships': [
    'shared/query',
    'shared/reading',
    'shared/representation',
    'shared/dispatch',
    'shared/access',
    'shared/errors',
    'database',
  ],
  'shared/limits': [
    'shared/access',
    'shared/representation',
    'shared/errors',
    'shared/values',
    'shared/log',
    'database',
    'settings',
  ],
  'shared/idempotency': ['shared/representation', 'shared/errors', 'database', 'settings'],
  'shared/jobs': ['shared/log', 'database', 'settings'],
  roles: FLOOR,
  users: [...FLOOR, 'roles'],
  auth: [...FLOOR, 'users'],
  mode: FLOOR,
  loans: [...FLOOR, 'users', 'mode'],
  weather: FLOOR,
  runs: [...FLOOR, 'users', 'weather'],
  reports: [...FLOOR, 'runs'],
  export: [...FLOOR, 'users', 'runs', 'loans'],
  audit: FLOOR,
  health: FLOOR,
};

/** What stands above the features and may use all of them. */
const TOP = ['housekeeping', 'start', 'demo', 'backup'];

const FEATURES = [
  'audit',
  'auth',
  'export',
  'health',
  'loans',
  'mode',
  'reports',
  'roles',
  'runs',
  'users',
  'weather',
];

/** Features meet in files of these roles, and in the words and types that are named here. */
const PUBLIC_FACE = [
  '\\.(module|service|entity|resource|guard)\\.ts$',
  '^src/roles/role-names\\.ts$',
  '^src/users/(passwords|first-admin|session-origin)\\.ts$',
  '^src/weather/(weather|outcome|weather-schema)\\.ts$',
];

const folders = (parent) =>
  readdirSync(`${__dirname}/${parent}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${parent}/${name}`.slice('src/'.length));

const homeless = [...folders('src'), ...folders('src/shared')].filter(
  (folder) => folder !== 'shared' && !TOP.includes(folder) && !Object.hasOwn(MAY_IMPORT, folder),
);
if (homeless.length > 0) throw new Error(`No import rule for ${homeless.join(', ')}.`);

const inside = (names) => `^src/(${names.join('|')})/`;

const layers = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder.replace('/', '-')}-imports`,
  comment: `${folder} imports only from: ${allowed.join(', ') || 'nothing'}.`,
  severity: 'error',
  from: { path: inside([folder]) },
  to: { path: '^src/', pathNot: inside([folder, ...allowed]) },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-cycles',
      comment: 'Modules form a line, not a knot.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'public-faces',
      comment: 'Features meet at their public faces: modules, services, entities, resources and guards.',
      severity: 'error',
      from: { path: `^src/(${FEATURES.join('|')})/` },
      to: { path: inside(FEATURES), pathNot: ['^src/$1/', ...PUBLIC_FACE] },
    },
    {
      name: 'one-door-to-the-representation',
      comment:
        'Features say what they answer with its decorators; how that is written is not theirs to know.',
      severity: 'error',
      from: { path: inside(FEATURES) },
      to: { path: '^src/shared/representation/', pathNot: '/decorators\\.ts$' },
    },
    {
      name: 'entities-are-storage',
      comment: 'An entity knows other entities and plain types.',
      severity: 'error',
      from: { path: '\\.entity\\.ts$' },
      to: {
        path: ['\\.(module|service|controller|resource|guard|dto)\\.ts$', 'node_modules/(@nestjs|fastify)'],
      },
    },
    {
      name: 'query-knows-no-http',
      comment: 'From URL text to SQL: no framework, no driver.',
      severity: 'error',
      from: { path: '^src/shared/query/' },
      to: { path: ['node_modules/(@nestjs|fastify|@fastify|pg|typeorm)', '^(node:)?(http|net)$'] },
    },
    {
      name: 'not-to-tests',
      comment: 'The server runs without its tests and what only they need.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^(test|bench)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'runtime-dependencies',
      comment: 'What the server imports is among its dependencies: `npm ci --omit=dev` is enough to run it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
