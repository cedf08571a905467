import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');

/** The application as `npm run build -w app` makes it, in a folder of its own. */
export class BuiltApplication {
  readonly folder: string;

  constructor(parent = tmpdir()) {
    this.folder = mkdtempSync(join(parent, 'application-'));
    chmodSync(this.folder, 0o755);
    execFileSync(process.execPath, [join(root, 'app/build.mjs'), this.folder], { stdio: 'inherit' });
  }

  get main(): string {
    return join(this.folder, 'main.js');
  }

  /** Makes the packages beside the sources be found from a folder elsewhere. */
  readonly variables = { NODE_PATH: join(root, 'node_modules') };

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
