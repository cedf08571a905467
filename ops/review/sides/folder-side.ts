import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { InputError } from '../../../config/errors';
import type { JsonObject, Side } from '../change';
import { isObject } from '../intrinsic';
import { deployedObject } from './deployed-objects';
import { isAssembly, stackTemplates } from './stack-artifacts';
import { templateSide } from './template-side';

/** Files that `platform render` writes are numbered in the order in which they are applied. */
const chartFile = /^\d+-(.+)\.yaml$/;

export const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/**
 * A side from a folder that `cdk synth` or `platform render` wrote.
 * @throws InputError when it is neither.
 */
export function folderSide(folder: string, name: string = folder): Side {
  if (isAssembly(folder)) return templateSide(name, stackTemplates(folder));
  const charts = readdirSync(folder)
    .sort()
    .filter((file) => chartFile.test(file));
  if (charts.length > 0) {
    return { name, resources: [], objects: charts.flatMap((file) => objectsOfFile(join(folder, file))) };
  }
  throw new InputError('review', [
    {
      field: folder,
      got: 'neither templates nor charts',
      allowed: 'a folder that cdk synth wrote, such as cdk.out, or one that platform render wrote',
    },
  ]);
}

function objectsOfFile(file: string): Side['objects'] {
  const chart = chartFile.exec(basename(file))?.[1] ?? file;
  // kubectl reads YAML 1.1, and `platform render` writes it.
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1' });
  const errors = documents.flatMap((document) => document.errors ?? []);
  if (errors.length > 0) {
    throw new InputError('review', [
      { field: file, got: errors[0]!.message.split('\n')[0]!, allowed: 'YAML' },
    ]);
  }
  return documents
    .map((document) => document.toJS() as JsonObject)
    .filter(isObject)
    .map((body) => deployedObject(chart, body));
}
