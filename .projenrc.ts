import { awscdk, Component, DependencyType, javascript } from 'projen';

// The lowest aws-cdk-lib that has what is used: acknowledging what a validation plugin reports (`Validations.of(x).acknowledge`) has an effect
// from 2.254.0 on; `Validations` and `IPolicyValidationPlugin` came with 2.251.0, `Mixin` and `Mixins` with 2.241.0. See docs/decisions/0007.
// `npm run test:floor` runs the test suite against exactly this version.
const CDK_FLOOR = '2.254.0';
// `IMixin` and `construct.with()` came with constructs 10.5.0.
const CONSTRUCTS_FLOOR = '10.5.0';
// What is developed and tested with. cdk-preflight needs 2.267 and cdk-nag 3 needs 2.258: they are tests, not peers.
const CDK_NEWEST = '2.276.0';
const CONSTRUCTS_NEWEST = '10.8.1';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-cors',
  description:
    'CORS that works on AWS: one policy projected onto API Gateway REST and HTTP APIs, their error responses and CloudFront',
  author: 'cdk-cors contributors',
  authorAddress: 'cdk-cors@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'git+https://github.com/cdk-cors/cdk-cors.git',
  homepage: 'https://github.com/cdk-cors/cdk-cors#readme',
  bugsUrl: 'https://github.com/cdk-cors/cdk-cors/issues',
  license: 'Apache-2.0',
  stability: 'experimental',
  // Construct Hub lists what has the keyword "cdk", which projen adds, and tags it by the services.
  keywords: ['aws', 'aws-cdk', 'awscdk', 'cors', 'preflight', 'api-gateway', 'rest-api', 'http-api', 'lambda', 'cloudfront', 'openapi', 'validation'],
  defaultReleaseBranch: 'main',
  majorVersion: 0,

  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  cdkVersion: CDK_FLOOR,
  constructsVersion: CONSTRUCTS_FLOOR,
  peerDependencyOptions: { pinnedDevDependency: false },
  // jsii 6 supports Node 20.16 and later; the suite runs on 20, 22 and 24.
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  githubOptions: {
    pullRequestLintOptions: { semanticTitleOptions: { types: ['feat', 'fix', 'revert', 'perf', 'refactor', 'docs', 'test', 'build', 'ci', 'chore'] } },
  },
  sampleCode: false,
  npmignoreEnabled: false,
  pullRequestTemplateContents: [
    '## What changes for users',
    '',
    '<!-- What was wrong or missing, and what it is like now. Name the issue: Fixes #… -->',
    '',
    '## How it is proven',
    '',
    '<!-- The test that fails without the change. For a behaviour of AWS or of a browser: its source, and the number of its rule in docs/aws-rules.md. -->',
    '',
    '- [ ] `npm test` passes and changes no file',
    '- [ ] the title is a Conventional Commit (`feat: …`, `fix: …`, `docs: …`)',
    '- [ ] CHANGELOG.md has a line, where users notice something',
    '- [ ] no logical id changes, or the title has a `!` and the text says which resources are replaced',
  ],
  docgen: true,
  // The edge functions are CloudFront Functions, not Lambda functions: nothing here is discovered by file name.
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  publishToPypi: { distName: 'cdk-cors', module: 'cdk_cors' },
  publishToMaven: {
    javaPackage: 'io.github.cdkcors',
    mavenGroupId: 'io.github.cdk-cors',
    mavenArtifactId: 'cdk-cors',
  },
  publishToNuget: { dotNetNamespace: 'CdkCors', packageId: 'CdkCors' },
  publishToGo: { moduleName: 'github.com/cdk-cors/cdk-cors-go', packageName: 'cdkcors' },

  bin: { 'cdk-cors': 'lib/cli/main.js' },

  // Read by the TypeScript-only rooms; the jsii surface needs nothing at run time.
  bundledDeps: ['yaml@^2.9.0'], // YAML templates; ISC, without dependencies

  devDeps: [
    '@arethetypeswrong/cli', // this and publint: what module resolution and Node.js make of the package
    '@readme/oas-examples', // OpenAPI documents in use, which CorsSpecRestApi is tried on; MIT, without dependencies
    `aws-cdk-lib@${CDK_NEWEST}`,
    'aws-cdk@2.1148.1', // never @latest: 3.0.0 was published by accident and can't read current assemblies
    '@microsoft/jest-sarif', // the schema of SARIF, which it brings along, and a matcher
    '@sparticuz/chromium', // a headless Chromium inside the package: nothing is downloaded at install
    '@aws-lambda-powertools/event-handler', // this and the next three: the guides of docs/guides are run with them
    'express',
    'fastify',
    'hono',
    '@stryker-mutator/core',
    '@stryker-mutator/vitest-runner', // ten times as fast as its runner for jest, with the same tests
    '@types/aws-lambda',
    'axe-core', // says whether the pages that we make can be read and used by everybody
    'cdk-nag@^3.0.2',
    'cdk-preflight@0.0.143',
    'esbuild',
    'eslint-plugin-jsdoc',
    'fast-check',
    'happy-dom',
    'jsdom',
    'playwright-core',
    'publint',
    'tsx',
    'velocityjs',
    'vitest@^3', // for mutation testing, and what users have the matchers in
  ],
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    passWithNoTests: false,
    jestConfig: {
      reporters: [new javascript.JestReporter('<rootDir>/test/support/summary-reporter.js')],
      setupFiles: ['<rootDir>/test/support/setup.js'],
      setupFilesAfterEnv: ['<rootDir>/test/support/each-test.js'],
      globalSetup: '<rootDir>/test/support/temporary-root.js',
      globalTeardown: '<rootDir>/test/support/remove-temporary-root.js',
      // By default jest leaves a processor free; on two, that would be half of them.
      maxWorkers: '100%',
      testTimeout: 30_000,
      testPathIgnorePatterns: ['/node_modules/', '/lib/', 'cdk\\.out', '/\\.floor/', '/test/doors/'],
      modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/', 'cdk\\.out', '<rootDir>/\\.floor/', '<rootDir>/\\.jsii-code/', '<rootDir>/\\.stryker-tmp/'],
      moduleNameMapper: { '^cdk-cors$': '<rootDir>/src/index.ts', '^cdk-cors/(\\w+)$': '<rootDir>/src/$1/index.ts' },
      collectCoverage: false,
    },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples', 'bench', 'scripts'], prettier: false, commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] } },
  // Maps with the sources in them are half of what would be published, and read at every start; what is compiled is close to its source.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  tsconfigDev: {
    compilerOptions: { paths: { 'cdk-cors': ['../src/index.ts'], 'cdk-cors/*': ['../src/*/index.ts'] } },
    include: ['../src/**/*.ts', '../examples/**/*.ts', '../bench/*.ts', '../scripts/**/*.ts'],
    exclude: ['../**/cdk.out', '../bench/peers'],
  },
  gitignore: ['cdk.out/', '.floor/', '.jsii-code/', '.jsii.tabl.json', '*.tsbuildinfo', '/test-reports/', '/.stryker-tmp/', '/bench/peers/*/.venv/', '__pycache__/'],
});

// What is published is a list of what is in it (test/project/package.test.ts), not of what isn't: a new folder of the repository stays out of it.
project.package.addField('type', 'commonjs');
project.package.addField('files', [
  'lib/**/*.js', 'lib/**/*.mjs', 'lib/**/*.d.ts', 'lib/function/layer', 'lib/serve/console', '.jsii',
  'API.md', 'CHANGELOG.md', 'NOTICE', 'docs/*.md', 'docs/guides', 'docs/rules',
]);

// projen takes a construct library's own `constructs` from the peer range: develop against the newest instead.
project.deps.addDependency(`constructs@${CONSTRUCTS_NEWEST}`, DependencyType.BUILD);

// Rules with types look at every TypeScript file through the project that type checks it.
const parserOptions = project.eslint!.config.parserOptions;
delete parserOptions.projectService;
parserOptions.project = ['./test/tsconfig.json', './projenrc/tsconfig.json'];

// One style, whoever writes. A guard (`if (…) return …;`) may stand on one line; every other body has braces.
const body = (type: string, field: string) => `${type} > :not(BlockStatement).${field}`;
const guards = ':not(ReturnStatement, ThrowStatement, ContinueStatement, BreakStatement)';
const BODIES = [`IfStatement > :not(BlockStatement)${guards}.consequent`, 'IfStatement[alternate!=null] > :not(BlockStatement).consequent',
  'IfStatement > :not(BlockStatement, IfStatement).alternate', ...['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'].map((type) => body(type, 'body'))]
  .map((selector) => ({ selector, message: 'Braces around this body: only return, throw, continue and break go without, on the line of their if.' }));
project.eslint!.addRules({
  'curly': ['error', 'multi-line'],
  'no-restricted-syntax': ['error', ...BODIES],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/array-type': ['error', { default: 'array', readonly: 'array-simple' }],
  'import/enforce-node-protocol-usage': ['error', 'always'],
  'import/order': ['error', { 'groups': ['builtin', 'external', 'parent', 'sibling', 'index'], 'newlines-between': 'never', 'alphabetize': { order: 'asc', caseInsensitive: true } }],
});

// An expectation always runs, and its failure always reaches the test. (test/support/each-test.js fails a test without any.)
const expectation = 'CallExpression[callee.name=/^expect($|[A-Z])/]';
const swallowing = ':matches(CallExpression[callee.property.name=/^(on|once|addEventListener|catch)$/], CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate|createServer)$/])';
project.eslint!.addOverride({
  files: ['test/**/*.ts'],
  rules: {
    'no-restricted-syntax': ['error', ...BODIES,
      { selector: `:function :matches(IfStatement, ConditionalExpression, LogicalExpression, SwitchCase) ${expectation}`, message: 'A conditional expectation: make a table of each case, or expect one value that has both.' },
      { selector: `TryStatement[handler!=null] > BlockStatement.block ${expectation}`, message: 'The catch swallows this expectation: catch first, and expect behind it.' },
      { selector: `CatchClause ${expectation}`, message: 'Nothing is expected where nothing is thrown: use toThrow, or expect what was caught behind the catch.' },
      { selector: `${swallowing} > :function ${expectation}`, message: 'An error in this callback never reaches the test: collect what came, and expect it in the test.' },
      { selector: ':matches(CallExpression[callee.name="test"], CallExpression[callee.callee.property.name="each"]) > :function > BlockStatement > IfStatement > ReturnStatement[argument=null]', message: 'A test that returns early passes: expect what makes it return.' }],
  },
});

// Which room of src may know which: those before it in this list. A room is entered by its index; what else is a door says why.
const ROOMS: ReadonlyArray<readonly [room: string, ...doors: string[]]> = [
  ['values'],
  ['errors'],
  ['terminal'],
  ['http'],
  ['api-gateway'],
  ['policy'],
  ['mixins'],
  ['routes'],
  ['open-api'],
  ['limits'],
  ['outputs'],
  // the index is what functions of users load: the construct loads the CDK, and templates name the layer's handlers
  ['function', 'function-cors.ts', 'handlers.ts', 'layer'],
  ['rest-api'],
  ['http-api'],
  ['web-app'],
  ['browser'],
  ['template'],
  ['velocity'],
  ['update'],
  // the layers have indexes of their own
  ['emulator', ...['rest-api', 'http-api', 'cloudfront', 's3', 'lambda'].map((layer) => `${layer}/index.ts`)],
  ['lambda-runtime'],
  ['verify'],
  ['report'],
  ['verifier'],
  ['jest'],
  ['app'],
  ['serve'],
  ['probe'],
  ['cli'],
];
project.eslint!.addRules({
  'import/no-restricted-paths': ['error', {
    zones: ROOMS.flatMap(([room, ...doors], index) => [
      {
        target: ['./src/index.ts', ...ROOMS.filter(([each]) => each !== room).map(([each]) => `./src/${each}`)],
        from: `./src/${room}`,
        except: ['index.ts', ...doors].map((door) => `./${door}`),
        message: `The room src/${room} is entered by its index.`,
      },
      {
        target: `./src/${room}`,
        from: ROOMS.slice(index + 1).map(([later]) => `./src/${later}`),
        message: `The room src/${room} knows only the rooms before it: see ROOMS in .projenrc.ts.`,
      },
    ]).filter(({ from }) => from.length > 0),
  }],
});

// 1.13.0 of this resolver (jest and the linter have it) was published without the binaries of most platforms, so that no lock file of it is complete.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// So were the latest ones of this, which vitest has.
project.package.addPackageResolutions('rollup@4.62.2');

// The lock file names packages and their hashes, not the host they came from: any mirror serves them.
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

// publib publishes to the public registry by default: the workflow names no host.
new class extends Component {
  // the jobs are added while projen prepares its files
  public preSynthesize(): void {
    const workflow = project.github!.tryFindWorkflow('release')!;
    const { NPM_REGISTRY, ...env } = workflow.getStep('release_npm', 'release').env ?? {};
    if (NPM_REGISTRY === undefined) throw new Error('the step "release" of the job "release_npm" names no NPM_REGISTRY any more: remove this');
    workflow.patchStep('release_npm', 'release', { env });
  }
}(project);

// CloudFront Functions, the layer of FunctionCors and the console are files of their own; jsii compiles TypeScript only.
project.compileTask.exec('tsx scripts/copy-assets.ts web-app/edge function/layer serve/console');

// What only developers load is one file: the command, the verifier, the matchers, the emulator.
project.compileTask.exec('tsx scripts/bundle-rooms.ts');
project.compileTask.exec('tsx scripts/lazy-index.ts');

// The jsii assembly, API.md, the README's snippets and the code of every target language are part of the tests.
const rosetta = project.addTask('rosetta', {
  description: 'Compiles every snippet of the README and the docstrings',
  exec: 'jsii-rosetta extract --strict --directory .',
});
project.postCompileTask.spawn(rosetta);
project.addTask('targets', {
  description: 'Generates the Python, Java, .NET and Go code of the library, without compiling it',
  exec: 'jsii-pacmak --code-only --outdir .jsii-code/dist',
});
// What isn't for jsii is reached as `cdk-cors/<room>`: `exports` for today's module resolution, `typesVersions` for
// the old one. jsii, Rosetta and Construct Hub read the assembly by path, so it is exported as well.
const rooms = ['browser', 'emulator', 'function', 'verify', 'jest', 'serve'];
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  ...Object.fromEntries(
    rooms.map((room) => [`./${room}`, { types: `./lib/${room}/index.d.ts`, default: `./lib/${room}/index.js` }]),
  ),
  './package.json': './package.json',
  './.jsii': './.jsii',
});
project.package.addField('typesVersions', { '*': Object.fromEntries(rooms.map((room) => [room, [`lib/${room}/index.d.ts`]])) });

// The tests compare API.md with this one, so that a stale API.md fails and a test run leaves the tree as it was.
project.addTask('docgen:fresh', { description: 'Generates API.md anew, beside the one in the repository', exec: 'jsii-docgen -o .jsii-code/API.md' });
project.addTask('typecheck', { description: 'Type checks tests, examples and scripts', exec: 'tsc -p test/tsconfig.json' });
project.addTask('test:doors', {
  description: 'Runs what users run, in a folder of theirs with the packed library: cdk synth, cdk-cors, jest and vitest',
  exec: 'jest --config test/doors/jest.config.js --ci',
  receiveArgs: true,
});
project.addTask('test:all', {
  description: 'Compiles, generates and tests everything: what npm test runs',
  steps: ['compile', 'rosetta', 'docgen:fresh', 'targets', 'typecheck', 'test', 'test:doors'].map((spawn) => ({ spawn })),
});
project.setScript('test', 'projen test:all');
project.addTask('test:floor', {
  description: 'Runs the test suite against the lowest supported aws-cdk-lib and constructs',
  exec: `tsx scripts/test-floor.ts ${CDK_FLOOR} ${CONSTRUCTS_FLOOR}`,
  receiveArgs: true,
});
project.addTask('bench', {
  description: 'Measures side by side and writes bench/README.md',
  // what is served is served by the compiled library
  steps: [{ spawn: 'compile' }, { exec: 'tsx bench/bench.ts', receiveArgs: true }],
});
project.addTask('soak', {
  description: 'Ten thousand round trips of policy, template and browser on every kind of entrance, and ten thousand edits of deployed apps',
  env: { CDK_CORS_ROUND_TRIPS: '10000', CDK_CORS_UPDATES: '10000' },
  exec: 'jest --coverage=false test/emulator/round-trip test/update/edits',
});
project.addTask('test:languages', {
  description: 'Builds and installs the packages of other languages where their tools are, and holds the templates of their examples against the TypeScript twin',
  steps: [{ spawn: 'compile' }, { exec: 'tsx scripts/test-languages.ts' }],
});
project.addTask('oracle:velocity', {
  description: 'Renders generated mapping templates with Apache Velocity 1.7 (Java) and writes the table that the tests replay',
  exec: 'tsx scripts/oracle-velocity/record.ts',
});
project.addTask('mutate', { description: 'Mutation testing of src/browser, src/policy and src/http', exec: 'stryker run' });
project.setScript('start', 'projen compile && tsx scripts/start.ts');

project.synth();
