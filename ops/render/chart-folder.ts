import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { InputError } from '../../config/errors';
import { replaceFolder } from './staged-folder';

/** What is written: a chart's name and its objects, ready for the API server. */
export interface ChartData {
  readonly name: string;
  readonly objects: readonly object[];
}

/** Lists the files that a folder of ours holds. Without a suffix, so that `kubectl apply -f FOLDER` passes it over. */
const listFile = '.rendered-by-platform';

/**
 * Writes one YAML file for each chart, numbered in the order in which they are applied. A folder that an earlier run
 * wrote is replaced.
 * @returns the names of the files.
 * @throws InputError when the folder holds anything else, or cannot be written.
 */
export function writeCharts(folder: string, charts: readonly ChartData[]): string[] {
  return replaceFolder(folder, refuseForeignFolder, (staged) => writeFiles(staged, charts));
}

function writeFiles(folder: string, charts: readonly ChartData[]): string[] {
  const files = charts.map(({ name }, index) => `${String(index + 1).padStart(2, '0')}-${name}.yaml`);
  charts.forEach(({ objects }, index) => writeFileSync(join(folder, files[index]!), chartYaml(objects)));
  writeFileSync(join(folder, listFile), `${files.join('\n')}\n`);
  return files;
}

/** As YAML 1.1, which kubectl reads: `on`, `y` and `0777` are quoted where they are texts. */
const chartYaml = (objects: readonly object[]): string =>
  objects
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');

export function refuseForeignFolder(folder: string): void {
  if (!statSync(folder).isDirectory()) throw foreign(folder, 'a file');
  const entries = readdirSync(folder);
  const ours = entries.includes(listFile)
    ? [listFile, ...readFileSync(join(folder, listFile), 'utf8').split('\n')]
    : [];
  const others = entries.filter((entry) => !ours.includes(entry));
  if (others.length > 0) throw foreign(folder, `a folder that holds ${others.slice(0, 3).join(', ')}`);
}

const foreign = (folder: string, got: string): InputError =>
  new InputError('--out', [
    { field: folder, got, allowed: 'a new or empty folder, or one that this command wrote before' },
  ]);
