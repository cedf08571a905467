import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const paths = 'import-x/no-restricted-paths';
const packages = '@typescript-eslint/no-restricted-imports';

/** A line of code in a file, and the rule that forbids it; null: nothing does. */
type Case = readonly [file: string, code: string, rule: string | null];

const uses = (name: string): string => `import { thing } from '${name}';\nthing();\n`;

const cases: readonly Case[] = [
  ['config/new.ts', uses('zod'), null],
  ['config/new.ts', uses('node:path'), null],
  ['config/new.ts', uses('./contract'), null],
  ['config/new.ts', uses('../lib/app'), paths],
  ['config/new.ts', uses('../charts/platform'), paths],
  ['config/rules/new.ts', uses('../../ops/report/table'), paths],
  ['config/new.ts', uses('aws-cdk-lib'), packages],
  ['config/new.ts', uses('@aws-sdk/client-rds'), packages],

  ['lib/network/new.ts', uses('../../config/contract'), null],
  ['lib/network/new.ts', uses('aws-cdk-lib/aws-ec2'), null],
  ['lib/network/new.ts', uses('../observability/runbook-alarm'), null],
  ['lib/network/new.ts', uses('../../charts/platform'), paths],
  ['lib/new.ts', uses('../charts/platform'), paths],
  ['lib/workloads/new.ts', uses('../../charts/platform'), null],
  ['lib/workloads/new.ts', uses('../../ops/report/table'), paths],
  ['lib/network/new.ts', uses('../../ops/report/table'), paths],
  ['lib/network/new.ts', uses('../../app/src/environment'), paths],
  ['lib/network/new.ts', uses('../../bin/synthesize'), paths],
  ['lib/network/new.ts', uses('../../test/support/synthesize'), paths],
  ['lib/network/new.ts', uses('cdk8s'), packages],
  ['lib/network/new.ts', uses('@aws-sdk/client-rds'), packages],
  ['lib/database/rotation/new.ts', uses('@aws-sdk/client-rds'), null],
  ['lib/cache/new.ts', uses('../database/database-stack'), packages],
  [
    'lib/cache/new.ts',
    `import type { DatabaseStack } from '../database/database-stack';\nexport type T = DatabaseStack;\n`,
    null,
  ],
  ['lib/platform.ts', uses('./database/database-stack'), null],

  ['charts/app/new.ts', uses('../../config/contract'), null],
  ['charts/app/new.ts', uses('cdk8s-plus-28'), null],
  ['charts/app/new.ts', uses('../workload'), null],
  ['charts/app/new.ts', uses('../network/flow-policy'), null],
  ['charts/app/new.ts', uses('./application-pod'), null],
  ['charts/app/new.ts', uses('../foundation/headroom'), paths],
  ['charts/app/new.ts', uses('../platform'), paths],
  ['charts/network/new.ts', uses('../app/application-pod'), paths],
  ['charts/new.ts', uses('./app/application-chart'), paths],
  ['charts/platform.ts', uses('./app/application-chart'), null],
  ['charts/app/new.ts', uses('../../lib/app'), paths],
  ['charts/app/new.ts', uses('../../ops/report/table'), paths],
  ['charts/app/new.ts', uses('aws-cdk-lib'), packages],

  ['app/src/new.ts', uses('prom-client'), null],
  ['app/src/new.ts', uses('../../config/contract'), paths],
  ['app/src/new.ts', uses('../../lib/app'), paths],
  ['tenancy/new.ts', uses('../config/contract'), paths],
  ['tenancy/new.ts', uses('../app/src/environment'), paths],

  ['ops/new.ts', uses('../config/contract'), null],
  ['ops/new.ts', uses('yaml'), null],
  ['ops/new.ts', uses('@aws-sdk/client-rds'), null],
  ['ops/report/new.ts', uses('../../lib/app'), paths],
  ['ops/report/new.ts', uses('../../charts/platform'), paths],
  [
    'ops/report/new.ts',
    `import type { RenderedChart } from '../../charts/rendered-chart';\nexport type T = RenderedChart;\n`,
    paths,
  ],
  ['ops/new.ts', uses('../app/src/environment'), paths],
  ['ops/new.ts', uses('../bin/synthesize'), paths],
  ['ops/new.ts', uses('aws-cdk-lib/aws-ec2'), packages],
  ['ops/new.ts', uses('cdk8s'), packages],
  ['ops/new.ts', uses('@aws-cdk/cloudformation-diff'), null],
  ['ops/new.ts', uses('../rehearsal/cluster/rehearsal-cluster'), paths],

  ['rehearsal/new.ts', uses('../config/contract'), null],
  ['rehearsal/new.ts', uses('../ops/report/table'), paths],
  ['rehearsal/new.ts', uses('../lib/app'), paths],

  ['bin/new.ts', uses('../lib/app'), null],
  ['bin/new.ts', uses('../charts/platform'), null],
  ['bin/new.ts', uses('../ops/report/table'), null],
  ['bin/new.ts', uses('../rehearsal/cluster/rehearsal-cluster'), null],

  ['lib/network/new.ts', 'export const region = process.env.AWS_REGION;\n', 'no-restricted-properties'],
  ['charts/app/new.ts', 'export const region = process.env.AWS_REGION;\n', 'no-restricted-properties'],
  ['lib/database/rotation/new.ts', 'export const region = process.env.AWS_REGION;\n', null],
  ['bin/new.ts', 'export const region = process.env.AWS_REGION;\n', null],
  ['lib/network/new.ts', `console.log('made');\n`, 'no-console'],
  ['charts/app/new.ts', `console.log('made');\n`, 'no-console'],
  ['config/new.ts', `console.log('made');\n`, 'no-console'],
  [
    'ops/new.ts',
    'export const line = 1;\n'.repeat(301).replace(/line/g, (_, at) => `line${at}`),
    'max-lines',
  ],
  ['config/rules/rule.ts', uses('./all-rules'), 'import-x/no-cycle'],
];

const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'lint-texts.mjs'), root], {
  cwd: root,
  encoding: 'utf8',
  input: JSON.stringify(cases.map(([file, code]) => ({ file: join(root, file), code }))),
});
const broken: string[][] = stdout ? JSON.parse(stdout) : [];

test('the linter ran', () => {
  expect(stderr).toBe('');
});

test.each(cases.map(([file, code, rule], index) => ({ file, line: code.split('\n')[0], rule, index })))(
  '$file: $line: $rule',
  ({ rule, index }) => {
    expect(broken[index]).toEqual(rule === null ? [] : [rule]);
  },
);
