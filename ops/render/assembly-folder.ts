import { readdirSync, statSync } from 'node:fs';
import { InputError } from '../../config/errors';
import { replaceFolder } from './staged-folder';

/** CDK writes this file into every cloud assembly. */
const assemblyMark = 'cdk.out';

/** Replaces a cloud assembly. @throws InputError when the folder holds anything else, or cannot be written. */
export const replaceAssembly = (folder: string, write: (stagedFolder: string) => void): void =>
  replaceFolder(folder, refuseForeignFolder, write);

function refuseForeignFolder(folder: string): void {
  const entries = statSync(folder).isDirectory() ? readdirSync(folder) : ['a file'];
  if (entries.length === 0 || entries.includes(assemblyMark)) return;
  throw new InputError('output', [
    {
      field: folder,
      got: `a folder that holds ${entries.slice(0, 3).join(', ')}`,
      allowed: 'a new or empty folder, or a cloud assembly',
    },
  ]);
}
