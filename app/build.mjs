/**
 * Builds dist/: `main.js`, the application with the tenancy library in it, and `workflows.js`, what runs in Temporal's
 * sandbox. All other packages stay packages: some hold native code, and Temporal's own are read from their folder.
 * `node build.mjs FOLDER` builds elsewhere.
 */
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { build } from 'esbuild';

const here = import.meta.dirname;
const folder = resolve(process.argv[2] ?? join(here, 'dist'));
const own = '@platform/tenancy';
const dependenciesOf = (name) =>
  Object.keys(createRequire(import.meta.url)(`${name}/package.json`).dependencies);
const packages = new Set([...dependenciesOf('.'), ...dependenciesOf(own)].filter((name) => name !== own));

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [join(here, 'src/main.ts')],
  outfile: join(folder, 'main.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Stack traces in logs name our lines: node --enable-source-maps.
  sourcemap: true,
  external: [...packages].flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
});
const { code } = await bundleWorkflowCode({
  workflowsPath: join(here, 'src/workflows/agent-task-workflow.ts'),
  workflowInterceptorModules: [join(here, '../tenancy/workflows/workflow-interceptor.ts')],
  logger: new DefaultLogger('WARN'),
});
writeFileSync(join(folder, 'workflows.js'), code);
