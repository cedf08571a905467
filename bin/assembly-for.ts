import { join } from 'node:path';
import type { Environment } from '../config/schema';

/** The folder of an environment's templates that a command was given, or `cdk.out`, which is written anew. */
export async function assemblyFor(environment: Environment, given?: string): Promise<string> {
  if (given !== undefined) {
    const { assemblyOf } = await import('../ops/report/assembly-of');
    return assemblyOf(environment.name, given);
  }
  process.stderr.write(`Synthesizing ${environment.name}, without an AWS account …\n`);
  const { synthesize } = await import('./synthesize');
  const folder = join(__dirname, '../cdk.out');
  synthesize(environment, folder);
  return folder;
}
