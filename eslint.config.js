import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** Registering a route on Express directly would pass by the table of routes and so by its permissions. */
const ROUTES = [
  {
    selector:
      "CallExpression[callee.type='MemberExpression'][callee.object.name=/^(app|router)$/][callee.property.name=/^(get|post|put|patch|delete|head|options|all|use|route|param)$/]",
    message:
      'Declare the route in a routes.ts with route() or publicRoute(); only server/app.ts registers them.',
  },
  {
    selector:
      "CallExpression[callee.object.property.name='app'][callee.property.name=/^(get|post|put|patch|delete|head|options|all|use|route|param)$/]",
    message:
      'Declare the route in a routes.ts with route() or publicRoute(); only server/app.ts registers them.',
  },
  {
    selector: "CallExpression[callee.name='Router'], CallExpression[callee.property.name='Router']",
    message: 'There is one router, the app itself; routes are rows of the table.',
  },
];

const SQL = [
  {
    selector: "MemberExpression[object.name='sql'][property.name=/^(raw|lit|ref|table|id)$/]",
    message:
      'Values go into SQL as parameters and names come from the schema: use the query builder or sql`…${value}`.',
  },
];

const TIME_AND_CHANCE = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the clock that was handed in: clock.now().',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Ask the clock that was handed in: clock.now().',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Chance comes from core/ids.ts; a test hands in its own.',
  },
];

const TIMERS = [
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]',
    message: 'Nothing waits in memory: what time makes happen is a row that clockwork.ts finds due.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?timers/]',
    message: 'Nothing waits in memory: what time makes happen is a row that clockwork.ts finds due.',
  },
];

const SETTINGS = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only server/config.ts reads the environment; everything else is handed a Config.',
  },
];

/** What is forbidden everywhere in the server. A place that is there to do one of these is named below. */
const EVERYWHERE = [ROUTES, SQL, TIME_AND_CHANCE, TIMERS, SETTINGS];

/** Everything that is forbidden but for the given groups. */
const forbidAllBut = (...allowed) => ({
  'no-restricted-syntax': ['error', ...EVERYWHERE.filter((group) => !allowed.includes(group)).flat()],
});

export default defineConfig(
  globalIgnores(['node_modules/', 'db/data/', 'test-output/']),
  // A comment cannot switch a rule off: a rule is right here for everybody, or it is adjusted below with its reason.
  { linterOptions: { noInlineConfig: true, reportUnusedInlineConfigs: 'error' } },
  regexp.configs.recommended,
  {
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain', ignoreSticky: true }],
      // [A-Za-z0-9_-] shows what an id is made of better than [\w-] does, and so does a-z beside A-Z.
      'regexp/prefer-w': 'off',
      'regexp/use-ignore-case': 'off',
      // [^\p{L}] is read at once, \P{L} is read twice; and \bdrop\b.* says where the word ends.
      'regexp/negation': 'off',
      'regexp/no-contradiction-with-assertion': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // A default says "all others alike"; where each member has its own answer, there is none (STYLE.md).
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, allowDefaultCaseForExhaustiveSwitch: false },
      ],
      // node:test awaits its tests itself.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'suite'], package: 'node:test' }] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Leaving a property out by `const { left, ...rest }` is the plainest way to say it.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // `return refuse(…)` and `() => done()` say that nothing comes after.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Spreading a string counts its code points, which is what is wanted where it is done.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Keys that came from outside are read as such: row['watch_seconds'].
      '@typescript-eslint/dot-notation': 'off',
      // Record<never, never> is how a table of commands says that one has no fields.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // STYLE.md: `type` for data, `interface` for what is implemented more than once.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // An async function without await is how a plain answer takes the type that its caller waits for.
      '@typescript-eslint/require-await': 'off',
      // Our objects are bags of functions without `this`; the few classes are never taken apart.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['server/**/*.ts', 'db/**/*.ts'], rules: forbidAllBut() },
  {
    files: ['server/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'node:http', allowTypeImports: true, message: 'Take it from server/web/http.ts.' }],
        },
      ],
    },
  },
  { files: ['server/app.ts'], rules: forbidAllBut(ROUTES) },
  { files: ['server/config.ts'], rules: forbidAllBut(SETTINGS) },
  { files: ['server/core/clock.ts', 'server/core/ids.ts'], rules: forbidAllBut(TIME_AND_CHANCE) },
  { files: ['server/clockwork.ts', 'server/main.ts'], rules: forbidAllBut(TIMERS) },
  // EJS can hand a view its data only: its compiled source, made of our own files, is closed over our helpers here.
  { files: ['server/web/render.ts'], rules: { '@typescript-eslint/no-implied-eval': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      ...forbidAllBut(SETTINGS, TIME_AND_CHANCE),
      // What tests read is short and our own; nobody can send it.
      'regexp/no-super-linear-move': 'off',
      // An assertion tells the compiler more than the reader sees: `first?.text` reads well after one about `first`.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  // One test plants a route beside the table.
  { files: ['test/house/routes.test.ts'], rules: forbidAllBut(SETTINGS, TIME_AND_CHANCE, ROUTES) },
  // The support of tests starts programs and waits for a state of theirs, which takes a timer.
  // The run page is measured against a bare Express, which is no part of Muster.
  { files: ['test/bench/string-server.ts'], rules: forbidAllBut(SETTINGS, TIME_AND_CHANCE, ROUTES) },
  { files: ['test/run.ts', 'test/support/**/*.ts'], rules: forbidAllBut(SETTINGS, TIME_AND_CHANCE, TIMERS) },
);
