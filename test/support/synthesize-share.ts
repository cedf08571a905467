import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentCharts } from '../../bin/environment-charts';
import { mutatedVariants } from './mutated-variants';
import { writeAssembly, writeFaultyAssembly } from './synthesize';
import { faultyAssembly } from './synthesized';
import { variants } from './variants';

/**
 * Writes for each variant `<folder>/<variant>/`, its assembly, `<variant>.environment.json` and `<variant>.charts.json`.
 * Arguments: the folder, how many mutated configs, which share of all variants, and how many shares there are.
 */
const [root = '', mutations, share, shares] = process.argv.slice(2);
const mine = [...variants, ...mutatedVariants(Number(mutations))].filter(
  (_, index) => index % Number(shares) === Number(share),
);
for (const variant of mine) {
  const { name, environment } = variant;
  write(`${name}.environment.json`, environment);
  write(`${name}.charts.json`, environmentCharts(environment));
  if (environment.deploysTo === 'aws') writeAssembly(variant, join(root, name));
}
function write(file: string, value: unknown): void {
  writeFileSync(join(root, file), JSON.stringify(value));
}

if (share === '0') writeFaultyAssembly(join(root, faultyAssembly));
