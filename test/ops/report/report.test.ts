import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFindings } from '../../../ops/report/assembly-findings';
import type { PlatformReport } from '../../../ops/report/platform-report';
import { reportText } from '../../../ops/report/report-text';
import { stackSummaries } from '../../../ops/report/stacks';
import { table } from '../../../ops/report/table';
import { workloadSummaries } from '../../../ops/report/workloads';

function assembly(files: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return folder;
}

const stack = (noun: string, dependencies: readonly string[]) => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/us-east-1',
  properties: { templateFile: `${noun}.template.json` },
  dependencies,
});

test('stacks come after those that they depend on, with their resources', () => {
  const folder = assembly({
    'manifest.json': {
      artifacts: {
        app: stack('app', ['app.assets', 'data']),
        'app.assets': { type: 'cdk:asset-manifest' },
        data: stack('data', []),
      },
    },
    'app.template.json': { Resources: { A: {}, B: {} } },
    'data.template.json': {},
  });
  expect(stackSummaries(folder)).toEqual([
    { name: 'data', region: 'us-east-1', resources: 0, templateBytes: 2 },
    { name: 'app', region: 'us-east-1', resources: 2, templateBytes: 29 },
  ]);
});

test('a finding is told with its construct and rule', () => {
  const violation = {
    ruleName: 'AwsSolutions-S1',
    description: 'No access logs.\n',
    violatingConstructs: [{ constructPath: 'app/Bucket' }, {}],
  };
  const report = { pluginReports: [{ pluginName: 'AwsSolutions', violations: [violation] }] };
  expect(assemblyFindings(assembly({ 'validation-report.json': report }))).toEqual([
    'app/Bucket: AwsSolutions-S1: No access logs.',
    'the app: AwsSolutions-S1: No access logs.',
  ]);
});

test('a check that did not run is a finding', () => {
  expect(assemblyFindings(assembly({}))).toEqual(['CDK wrote no validation report']);
});

const object = (kind: string, name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'app' },
  spec,
});

test.each([
  ['3-10', [object('Deployment', 'api'), autoscaler('Deployment', 'api')]],
  ['1', [object('Deployment', 'api'), autoscaler('StatefulSet', 'api')]],
  ['2', [object('Deployment', 'api', { replicas: 2 })]],
  ['1', [object('Job', 'migration')]],
  ['one a node', [object('DaemonSet', 'agent')]],
])('a workload has the replicas %s', (replicas, objects) => {
  expect(workloadSummaries(objects)[0]?.replicas).toBe(replicas);
});

function autoscaler(kind: string, name: string) {
  return object('HorizontalPodAutoscaler', name, {
    minReplicas: 3,
    maxReplicas: 10,
    scaleTargetRef: { kind, name },
  });
}

test('what runs no pods is no workload', () => {
  expect(workloadSummaries([object('Service', 'api')])).toEqual([]);
});

test('a table puts columns side by side, figures to the right', () => {
  expect(
    table([
      ['a', '1', 'x'],
      ['bcd', '10', ''],
    ]),
  ).toEqual(['a      1   x', 'bcd   10']);
});

const report: PlatformReport = {
  environment: 'production',
  purpose: 'launch',
  stacks: [{ name: 'production-keys', region: 'us-east-1', resources: 4, templateBytes: 5100 }],
  workloads: [{ kind: 'Deployment', namespace: 'app', name: 'api', replicas: '3-10' }],
  costUsd: { floor: 1203.12, typical: 1304.5, ceiling: 2935 },
  findings: [],
  uncheckedKinds: [],
};

test('the report ends with what to type next', () => {
  expect(reportText(report, ['cdk.out', 'rendered']).split('\n').slice(-3)).toEqual([
    '  npm test                                         all tests that need nothing but Node',
    '  npx cdk diff -c environment=production           what a deploy would change (AWS credentials)',
    '  npx cdk deploy -c environment=production --all   deploy (after cdk bootstrap, see README.md)',
  ]);
});

test('the report tells what a month costs, in whole dollars', () => {
  expect(reportText(report, [])).toContain('floor $1203, typical $1305, ceiling $2935');
});

test('an environment without stacks has no cost to tell', () => {
  expect(reportText({ ...report, stacks: [] }, [])).not.toContain('A month at AWS');
});

test('findings come with what to do about them', () => {
  const text = reportText({ ...report, findings: ['app/Bucket: AwsSolutions-S1'] }, ['cdk.out']);
  expect(text).toContain('Findings: 1\n  app/Bucket: AwsSolutions-S1\n');
  expect(text).toContain('mend the findings above');
});
