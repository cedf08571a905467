import type { Environment } from '../config/schema';
import { platformApp } from '../lib/app';
import { platform } from '../lib/platform';
import { replaceAssembly } from '../ops/render/assembly-folder';

/** Findings go into the report of the assembly, which `platform start` reads, instead of ending the process. */
const findingsEndTheSynthesis = '@aws-cdk/core:failSynthOnValidationErrors';

/** Writes an environment's cloud assembly with every check on, whole or not at all. */
export function synthesize(environment: Environment, folder: string): void {
  replaceAssembly(folder, (staged) => {
    const app = platformApp({ outdir: staged });
    app.node.setContext(findingsEndTheSynthesis, false);
    platform(app, environment);
    app.synth();
  });
}
