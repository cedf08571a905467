import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { renderedCharts } from '../support/synthesized';
import { type Ended, platform } from './run';

const folder = mkdtempSync(join(tmpdir(), 'platform-'));
afterAll(() => rmSync(folder, { recursive: true }));

let start: Ended;
let render: Ended;
beforeAll(async () => {
  [start, render] = await Promise.all([
    platform('start', '--environment', 'rehearsal', '--folder', folder, '--json'),
    platform('render', '--environment', 'starter', '--out', join(folder, 'starter')),
  ]);
}, 60_000);

test('start ends with 0 where it finds nothing', () => {
  expect(start.exitCode).toBe(0);
});

test('start --json prints the workloads with their replicas', () => {
  expect(JSON.parse(start.stdout).workloads).toContainEqual({
    kind: 'Deployment',
    namespace: 'app',
    name: 'api',
    replicas: '3-10',
  });
});

test('start says what it is doing, apart from the result', () => {
  expect(start.stderr).toBe('Synthesizing rehearsal, without an AWS account …\n');
});

test('start names the kinds that it could not check', () => {
  expect(JSON.parse(start.stdout).uncheckedKinds).toEqual([
    'cert-manager.io/v1 Certificate',
    'cert-manager.io/v1 ClusterIssuer',
    'cert-manager.io/v1 Issuer',
    'keda.sh/v1alpha1 ScaledObject',
    'secrets-store.csi.x-k8s.io/v1 SecretProviderClass',
  ]);
});

test('start renders the charts, and no stacks for a machine', () => {
  expect(readdirSync(folder).sort()).toEqual(['rendered', 'starter']);
});

test('render lists the files that it wrote', () => {
  expect(render.stdout).toMatch(/^starter: \d+ charts in .*\n {2}01-nodes\.yaml\n {2}02-namespaces\.yaml\n/);
});

test('render writes the objects that the deploy applies', () => {
  const [, ...charts] = renderedCharts('starter');
  const files = readdirSync(join(folder, 'starter')).filter((file) => /^(?!01).*\.yaml$/.test(file));
  const written = files.map((file) =>
    parseAllDocuments(readFileSync(join(folder, 'starter', file), 'utf8')).map((document) => document.toJS()),
  );
  expect(written).toEqual(charts.map(({ objects }) => objects));
});
