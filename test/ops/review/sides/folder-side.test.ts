import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCharts } from '../../../../ops/render/chart-folder';
import { manifestType, type Side, stackType } from '../../../../ops/review/change';
import { changesBetween } from '../../../../ops/review/changes/changes';
import { identityOf } from '../../../../ops/review/sides/deployed-objects';
import { folderSide } from '../../../../ops/review/sides/folder-side';
import { assemblyFolder, renderedCharts, synthesizedTree } from '../../../support/synthesized';

const folder = mkdtempSync(join(tmpdir(), 'sides-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Without assets, which are a hundred times larger. */
const copyTemplates = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, filter: (path) => !path.includes('/asset.') });

const production: Side = folderSide(assemblyFolder('production'));
const objectOf = (side: Side, kind: string, name: string) =>
  side.objects.find((object) => object.kind === kind && object.name === name);

test('every stack is there, with its protection', () => {
  const stacks = production.resources.filter(({ type }) => type === stackType);
  expect(
    stacks.map(({ stack, body }) => [
      stack,
      (body.Properties as { EnableTerminationProtection: boolean }).EnableTerminationProtection,
    ]),
  ).toEqual(
    synthesizedTree('production').stacks.map(({ noun, terminationProtection }) => [
      `production-${noun}`,
      terminationProtection,
    ]),
  );
});

test('a resource has its construct path, though templates do not carry it', () => {
  expect(production.resources.find(({ type }) => type === 'AWS::RDS::DBInstance')).toMatchObject({
    stack: 'production-database',
    path: 'Instance/Resource',
  });
});

test('a resource that applies a chart is there without the chart', () => {
  const manifests = production.resources.filter(({ type }) => type === manifestType);
  expect([
    manifests.length > 3,
    manifests.filter(({ body }) => JSON.stringify(body).includes('apiVersion')),
  ]).toEqual([true, []]);
});

test('deploy gates and lists of retired objects are not there', () => {
  expect(
    production.resources.filter(
      ({ type }) => type.startsWith('Custom::') && /ObjectValue|Retired/.test(type),
    ),
  ).toEqual([]);
});

test('the objects are those that are rendered, in the same order', () => {
  writeCharts(join(folder, 'rendered'), renderedCharts('production'));
  expect(production.objects.map(identityOf)).toEqual(
    folderSide(join(folder, 'rendered')).objects.map(identityOf),
  );
});

test('an object is of the chart that it was rendered in', () => {
  expect(objectOf(production, 'Deployment', 'api')?.chart).toBe('app');
});

test('what only a deploy knows is named by where it comes from, across stacks', () => {
  expect(JSON.stringify(objectOf(production, 'ConfigMap', 'pooler')?.body)).toContain(
    '${production-database.Instance.Endpoint.Address}',
  );
});

test('a Job has a name without the hash of its content', () => {
  expect(objectOf(production, 'Job', 'migration')).toBeDefined();
});

test('an assembly does not differ from itself', () => {
  expect(changesBetween(production, folderSide(assemblyFolder('production')))).toEqual([]);
});

test('YAML reads as the charts that were written', () => {
  writeCharts(join(folder, 'again'), renderedCharts('rehearsal'));
  const objects = folderSide(join(folder, 'again')).objects.map(({ body }) => body);
  expect(objects).toEqual(renderedCharts('rehearsal').flatMap((chart) => chart.objects));
});

test('a folder of neither is refused', () => {
  expect(() => folderSide(__dirname)).toThrow('neither templates nor charts');
});

test('an assembly without one of its templates is refused with the name of the file', () => {
  const broken = join(folder, 'broken');
  copyTemplates(assemblyFolder('starter'), broken);
  rmSync(join(broken, 'starter-keys.template.json'));
  expect(() => folderSide(broken)).toThrow('starter-keys.template.json');
});

/** An assembly like another, with the text of one of its templates changed. */
function edited(stack: string, edit: (text: string) => string): Side {
  const copy = mkdtempSync(join(folder, 'edited-'));
  copyTemplates(assemblyFolder('production'), copy);
  const file = join(copy, `${stack}.template.json`);
  const before = readFileSync(file, 'utf8');
  const after = edit(before);
  if (before === after) throw new Error(`nothing to edit in ${stack}`);
  writeFileSync(file, after);
  return folderSide(copy);
}

test('a changed manifest is a change of its object alone', () => {
  const side = edited('production-workloads', (text) =>
    text.replace(String.raw`\"maxReplicas\":10`, String.raw`\"maxReplicas\":4`),
  );
  expect(changesBetween(production, side)).toMatchObject([
    {
      what: 'changed',
      after: { kind: 'HorizontalPodAutoscaler', name: 'api' },
      fields: [{ path: ['spec', 'maxReplicas'], before: 10, after: 4 }],
    },
  ]);
});

test('a resource that applies a chart, under another id, is moved', () => {
  const side = edited('production-workloads', (text) => text.replaceAll('appManifest3FBA7054', 'Other'));
  expect(changesBetween(production, side)).toMatchObject([
    { what: 'moved', after: { type: manifestType, logicalId: 'Other' }, replacement: 'will' },
  ]);
});

test('namespaces that a deploy would delete with their chart are told', () => {
  const side = edited('production-workloads', (text) =>
    text.replace('"DeletionPolicy": "Retain"', '"DeletionPolicy": "Delete"'),
  );
  expect(changesBetween(production, side)).toMatchObject([
    { after: { path: 'namespaces/Kept/Resource/Default' }, fields: [{ path: ['DeletionPolicy'] }] },
  ]);
});

test('an asset under another hash is no change', () => {
  const side = edited('production-cluster', (text) => text.replace(/[0-9a-f]{64}(?=\.zip)/g, 'f'.repeat(64)));
  expect(changesBetween(production, side)).toEqual([]);
});
