import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../servers/command';
import type { Check } from './check';
import { temporaryFolder } from './temporary-folder';

const root = join(__dirname, '..');

/** A file of each folder of the library whose names a product uses. */
const imports = [
  ['context/current-tenant', 'currentTenant'],
  ['database/tenant-database', 'TenantDatabase'],
  ['http/tenant-from-request', 'tenantFromRequest'],
  ['sockets/tenant-sockets', 'TenantSockets'],
  ['tasks/task-worker', 'TaskWorker'],
  ['workflows/temporal-clients', 'TemporalClients'],
  ['life/tenant-life', 'TenantLife'],
] as const;

/** Packs the tenancy library, unpacks it where no source is, and loads it as a product does. */
export const publishedLibrary: Check = {
  name: 'published: the tenancy library as a package',
  async run() {
    const folder = temporaryFolder('published-library');
    const library = join(folder, 'node_modules/@platform/tenancy');
    await run('npm', ['run', '--silent', 'build', '--workspace', 'tenancy'], { cwd: root });
    await run('npm', ['pack', join(root, 'tenancy/dist')], { cwd: folder });
    const [archive = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    mkdirSync(library, { recursive: true });
    await run('tar', ['xzf', archive, '--strip-components=1', '-C', library], { cwd: folder });
    const missing: string[] = [];
    for (const [file, name] of imports) {
      const script = `process.stdout.write(typeof require('@platform/tenancy/${file}').${name})`;
      const kind = await run(process.execPath, ['-e', script], {
        cwd: folder,
        env: { NODE_PATH: join(root, 'node_modules') },
      });
      if (kind !== 'function') missing.push(`${file} has no ${name}`);
    }
    return { passed: imports.length - missing.length, failures: missing };
  },
};
