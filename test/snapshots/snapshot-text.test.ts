import { chartText, templateText } from './snapshot-text';

const hash = '0123456789abcdef'.repeat(4);
const template = (properties: object, type = 'T') => ({
  Resources: { A: { Type: type, Properties: properties } },
});

test('the hash of an asset is masked', () => {
  expect(templateText(template({ S3Key: `${hash}.zip` }))).toContain('S3Key: <hash>.zip');
});

test('a pinned digest is shown', () => {
  expect(templateText(template({ Image: `pause@sha256:${hash}` }))).toContain(hash);
});

test('a value is shown', () => {
  expect(templateText(template({ BackupRetentionPeriod: 7 }))).toContain('BackupRetentionPeriod: 7');
});

test('keys are sorted', () => {
  expect(templateText(template({ b: 1, a: 2 }))).toMatch(/a: 2\n +b: 1/);
});

test('a manifest is shown as the names of its objects', () => {
  const manifest = '[{"kind":"Namespace","metadata":{"name":"app"}}]';
  const text = templateText(template({ Manifest: manifest }, 'Custom::AWSCDK-EKS-KubernetesResource'));
  expect(text).toContain('- Namespace app');
});

test('the revision of a pod is masked', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'api', labels: { 'platform/revision': '0123456789' } },
  };
  expect(chartText({ name: 'app', objects: [object] })).toContain('platform/revision: <hash>');
});

test('the hash in the name of a Job is masked', () => {
  const object = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migration-0123456789' } };
  expect(chartText({ name: 'app', objects: [object] })).toContain('name: migration-<hash>');
});

test('the hash that a gate carries is masked', () => {
  const properties = { ChartHash: '0123456789abcdef', ObjectName: '--selector=platform/revision=0123456789' };
  const text = templateText(template(properties));
  expect([...text.matchAll(/<hash>/g)]).toHaveLength(2);
});
