import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironment } from '../../config/load';
import { renderedForReview, writeAssembly } from './synthesize';

/** Arguments: a folder and names of environments. Writes `<folder>/<name>/` (assembly) and `<folder>/<name>.charts.json`. */
const [root = '', ...names] = process.argv.slice(2);
for (const name of names) {
  const environment = loadEnvironment(name);
  writeFileSync(join(root, `${name}.charts.json`), JSON.stringify(renderedForReview(environment)));
  if (environment.deploysTo === 'aws') writeAssembly(environment, join(root, name));
}
