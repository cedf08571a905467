import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setting } from './config-edits';
import { editing, removing } from './chart-edits';
import { without } from './app-edits';
import type { Edit, LabelledChange } from './labelled-change';
import { applySourceEdit } from './source-edits';
import { Verdicts } from './verdicts';

const verdicts = new Verdicts();
const failure = (edit: Edit, expected: LabelledChange['expected'] = 'capacity', at?: string) =>
  verdicts.failureOf({ name: 'planted', environment: 'production', edit, expected, at, why: 'planted here' });

const fewerPods: Edit = { config: setting('application.components.api.replicas', { min: 3, max: 8 }) };

test('a wrong label is told with the verdict, the label’s reason and each change', async () => {
  const text = await failure(fewerPods, 'safe');
  expect(text).toContain('planted: expected safe, got capacity');
  expect(text).toContain('label: planted here');
  expect(text).toContain('capacity kubernetes/app/HorizontalPodAutoscaler/api: spec.maxReplicas: 10 → 8');
});

test('a verdict that is right for another place is a failure', async () => {
  expect(await failure(fewerPods, 'capacity', 'kubernetes/app/Deployment/worker')).toContain(
    'expected capacity at kubernetes/app/Deployment/worker',
  );
});

test('an edit that changes nothing is a failure', async () => {
  expect(await failure({ config: setting('database.pointInTimeDays', 7) }, 'safe')).toBe(
    'planted: the edit changes nothing',
  );
});

test('a config that the validation refuses is a failure', async () => {
  expect(await failure({ config: setting('database.pointInTimeDays', 99) })).toContain('pointInTimeDays');
});

test.each<[string, Edit, string]>([
  ['chart', { charts: { nowhere: removing(['Service', 'api']) } }, 'there is no chart nowhere'],
  ['object', { charts: { app: editing('Service', 'migration', () => {}) } }, 'there is no Service migration'],
  ['construct', { stacks: without('production-database', 'Nowhere') }, 'Nowhere'],
  ['stack', { stacks: without('production-nowhere', 'Instance') }, 'there is no stack production-nowhere'],
])('an edit of a %s that is not there is a failure', async (_what, edit, sentence) => {
  expect(await failure(edit)).toContain(sentence);
});

test.each([
  ['not at all', 'three', 0],
  ['twice', 'one', 2],
])('a source that holds the text %s is refused', (_times, from, places) => {
  const tree = mkdtempSync(join(tmpdir(), 'sources-'));
  try {
    writeFileSync(join(tree, 'a.ts'), 'one two one');
    expect(() => applySourceEdit(tree, { file: 'a.ts', from, to: 'x' })).toThrow(`a.ts has ${places} places`);
  } finally {
    rmSync(tree, { recursive: true });
  }
});
