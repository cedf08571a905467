import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../config/errors';

interface Manifest {
  readonly artifacts?: Readonly<Record<string, { readonly type: string }>>;
}

/** The folder, if it holds the stacks of the environment. @throws InputError when it is no assembly, or another's. */
export function assemblyOf(environment: string, folder: string): string {
  const fault = (got: string): InputError =>
    new InputError('--assembly', [
      {
        field: folder,
        got,
        allowed: `a folder that cdk synth -c environment=${environment} wrote, such as cdk.out`,
      },
    ]);
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) throw fault('no manifest.json');
  const { artifacts = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const stacks = Object.keys(artifacts).filter(
    (name) => artifacts[name]!.type === 'aws:cloudformation:stack',
  );
  const others = stacks.filter((name) => !name.startsWith(`${environment}-`));
  if (stacks.length === 0) throw fault('an assembly without stacks');
  if (others.length > 0) throw fault(`stacks of another environment (${others.slice(0, 3).join(', ')})`);
  return folder;
}
