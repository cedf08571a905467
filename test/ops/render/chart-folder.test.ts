import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { InputError } from '../../../config/errors';
import { type ChartData, writeCharts } from '../../../ops/render/chart-folder';

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'charts-'))));
afterEach(() => rmSync(parent, { recursive: true }));

const configMap = (name: string, data: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const charts: readonly ChartData[] = [
  { name: 'nodes', objects: [configMap('switch')] },
  { name: 'app', objects: [configMap('one'), configMap('two')] },
];
/** No process has this id: it is above the largest that Linux gives. */
const noProcess = 4_999_999;

test('files are numbered in the order of the charts', () => {
  expect(writeCharts(join(parent, 'out'), charts)).toEqual(['01-nodes.yaml', '02-app.yaml']);
});

test('a file holds all objects of its chart', () => {
  writeCharts(join(parent, 'out'), charts);
  const documents = parseAllDocuments(readFileSync(join(parent, 'out', '02-app.yaml'), 'utf8'));
  expect(documents.map((document) => document.toJS())).toEqual(charts[1]?.objects);
});

test.each(['1.1', '1.2'] as const)('texts stay texts for a reader of YAML %s', (version) => {
  const data = {
    a: 'on',
    b: '0777',
    c: 'y',
    d: '1e3',
    e: '12:30',
    f: 'null',
    g: 'a\nb\n',
    h: '2026-01-01',
    i: '',
  };
  writeCharts(join(parent, 'out'), [{ name: 'app', objects: [configMap('one', data)] }]);
  const [document] = parseAllDocuments(readFileSync(join(parent, 'out', '01-app.yaml'), 'utf8'), { version });
  expect(document?.toJS().data).toEqual(data);
});

test('kubectl finds only charts in the folder', () => {
  writeCharts(join(parent, 'out'), charts);
  const read = readdirSync(join(parent, 'out')).filter((file) => /\.(ya?ml|json)$/.test(file));
  expect(read).toEqual(['01-nodes.yaml', '02-app.yaml']);
});

test('a second run replaces the files of the first', () => {
  writeCharts(join(parent, 'out'), charts);
  writeCharts(join(parent, 'out'), charts.slice(1));
  expect(readdirSync(join(parent, 'out')).sort()).toEqual(['.rendered-by-platform', '01-app.yaml']);
});

test('an empty folder is used', () => {
  mkdirSync(join(parent, 'out'));
  expect(writeCharts(join(parent, 'out'), charts)).toHaveLength(2);
});

test.each([
  ['a folder of somebody else', () => writeFileSync(join(parent, 'notes.txt'), 'mine'), ''],
  ['a file', () => writeFileSync(join(parent, 'out'), 'mine'), 'out'],
  ['a folder in none', () => {}, 'missing/out'],
])('%s is refused', (_, prepare, path) => {
  prepare();
  expect(() => writeCharts(join(parent, path), charts)).toThrow(InputError);
});

test('a refused folder is left as it was', () => {
  writeCharts(join(parent, 'out'), charts);
  writeFileSync(join(parent, 'out', 'notes.txt'), 'mine');
  expect(() => writeCharts(join(parent, 'out'), [])).toThrow(/notes\.txt/);
  expect(readdirSync(parent)).toEqual(['out']);
});

test('a run that fails leaves the files of the one before, and nothing else', () => {
  writeCharts(join(parent, 'out'), charts);
  const broken = { name: 'a/b', objects: [] };
  expect(() => writeCharts(join(parent, 'out'), [...charts, broken])).toThrow();
  expect(readdirSync(parent)).toEqual(['out']);
  expect(readdirSync(join(parent, 'out'))).toHaveLength(3);
});

test('what an interrupted run left is removed', () => {
  mkdirSync(join(parent, `out.partial-${noProcess}`));
  writeCharts(join(parent, 'out'), charts);
  expect(readdirSync(parent)).toEqual(['out']);
});

test('what another run is writing stays', () => {
  mkdirSync(join(parent, `out.partial-${process.ppid}`));
  writeCharts(join(parent, 'out'), charts);
  expect(existsSync(join(parent, `out.partial-${process.ppid}`))).toBe(true);
});
