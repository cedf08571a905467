import { join } from 'node:path';
import type { Environment } from '../config/schema';

/** Writes `cdk.out` anew and returns its path, for a command that was given no folder of templates. */
export async function ownAssembly(environment: Environment): Promise<string> {
  process.stderr.write(`Synthesizing ${environment.name}, without an AWS account …\n`);
  const { synthesize } = await import('./synthesize');
  const folder = join(__dirname, '../cdk.out');
  synthesize(environment, folder);
  return folder;
}
