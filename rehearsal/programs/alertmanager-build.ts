import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../servers/command';
import { goModule } from '../../servers/tools/go-tool';
import { programBuildFolder } from './build-folder';

/**
 * Folder from which Alertmanager builds. Its module lacks the pages of its user interface, which are made by npm before a
 * release: a copy of the module has an empty page instead.
 */
export const alertmanagerBuildFolder = (
  module: string,
  version: string,
  packagePath: string,
): Promise<string> =>
  programBuildFolder({
    name: 'alertmanager',
    module,
    version,
    packagePath,
    directives: [`replace ${module} => ./source`],
    prepare: async (folder) => {
      const copy = join(folder, 'source');
      cpSync(await goModule(module, version), copy, { recursive: true });
      // The module cache is read-only.
      await run('chmod', ['-R', 'u+w', copy]);
      const pages = join(copy, 'ui/app/dist');
      mkdirSync(pages, { recursive: true });
      writeFileSync(join(pages, 'index.html'), '');
    },
  });
