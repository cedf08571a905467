import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyFolder, faultyAssembly } from '../../support/synthesized';
import { variants } from '../../support/variants';
import { acknowledgementFaults, acknowledgementsIn } from './acknowledgements';
import { findings } from './findings';

const onAws = variants
  .filter(({ environment, validated }) => validated && environment.deploysTo === 'aws')
  .map(({ name }) => name);
const read = (name: string, file: string) =>
  JSON.parse(readFileSync(join(assemblyFolder(name), file), 'utf8'));
const reportOf = (name: string) => read(name, 'validation-report.json');

test.each(onAws)('cdk-nag and CDK’s own template validation find nothing in %s', (name) => {
  expect(findings(reportOf(name))).toEqual([]);
});

test('cdk-nag’s AwsSolutions rules are on', () => {
  expect(findings(reportOf(faultyAssembly))).toContainEqual(expect.stringContaining('AwsSolutions-S10'));
});

test('CDK’s own template validation is on', () => {
  expect(findings(reportOf(faultyAssembly))).toContainEqual(expect.stringContaining('NoSuchProperty'));
});

test('a finding is told with its place and its rule', () => {
  const violation = {
    ruleName: 'AwsSolutions-IAM5',
    description: 'A wildcard.',
    violatingConstructs: [{ constructPath: 'production-database/Role' }],
  };
  expect(findings({ pluginReports: [{ violations: [violation] }] })).toEqual([
    'production-database/Role: AwsSolutions-IAM5: A wildcard.',
  ]);
});

test.each(onAws)('each acknowledged finding of %s is one, on one construct, with a reason', (name) => {
  const files = readdirSync(assemblyFolder(name)).filter((file) => file.endsWith('.metadata.json'));
  expect(acknowledgementFaults(files.flatMap((file) => acknowledgementsIn(read(name, file))))).toEqual([]);
});

test('an acknowledgement for a whole stack is seen', () => {
  const rules = {
    'Annotation::AwsSolutions-RDS11': 'The port is the usual one, and nobody can scan for it.',
  };
  const metadata = { '/production-database': [{ type: 'aws:cdk:acknowledged-rules', data: rules }] };
  expect(acknowledgementFaults(acknowledgementsIn(metadata))).toEqual([
    'production-database: Annotation::AwsSolutions-RDS11 is accepted for the whole stack',
  ]);
});

test('an acknowledgement without a reason is seen', () => {
  expect(acknowledgementFaults([{ path: 'a/b', id: 'AwsSolutions-RDS11', reason: 'fine' }])).toEqual([
    'a/b: AwsSolutions-RDS11: “fine” is no reason',
  ]);
});

test('an acknowledgement of every wildcard is seen', () => {
  const reason = 'The role needs these permissions to do its work, and no others.';
  expect(acknowledgementFaults([{ path: 'a/b', id: 'AwsSolutions-IAM5', reason }])).toEqual([
    'a/b: AwsSolutions-IAM5 accepts every wildcard',
  ]);
});
