import { chmodSync, copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../servers/command';
import { goModule } from '../../../servers/tools/go-tool';
import { programBuildFolder } from '../build-folder';

const lego = { module: 'github.com/go-acme/lego/v5', version: '5.4.1' } as const;
const extension = 'github.com/traefik/traefik/dynamic/ext';

/**
 * What Traefik's own go.mod says, as far as the proxy serves it. Its fork of `go-http-auth`, of which no rule of ours
 * makes use, is an older one; its nested module and lego's list of DNS providers are ours.
 */
const directives = [
  'replace github.com/gorilla/mux => github.com/containous/mux v0.0.0-20250523120546-41b6ec3aed59',
  'replace github.com/abbot/go-http-auth => github.com/containous/go-http-auth v0.4.1-0.20200324110947-a37a7636d23e',
  `replace ${extension} => ./ext`,
  `replace ${lego.module} => ./lego`,
  'exclude github.com/tencentcloud/tencentcloud-sdk-go v3.0.83+incompatible',
];

/** Folder from which Traefik builds. */
export const traefikBuildFolder = (version: string, packagePath: string): Promise<string> =>
  programBuildFolder({
    name: 'traefik',
    module: 'github.com/traefik/traefik/v3',
    version,
    packagePath,
    directives,
    prepare: async (folder) => {
      mkdirSync(join(folder, 'ext'));
      copyFileSync(join(__dirname, 'ext.go'), join(folder, 'ext/ext.go'));
      writeFileSync(join(folder, 'ext/go.mod'), `module ${extension}\n\ngo 1.26.0\n`);
      const copy = join(folder, 'lego');
      cpSync(await goModule(lego.module, lego.version), copy, { recursive: true });
      // The module cache is read-only.
      await run('chmod', ['-R', 'u+w', copy]);
      const list = join(copy, 'providers/dns/zz_gen_dns_providers.go');
      copyFileSync(join(__dirname, 'dns-providers.go'), list);
      chmodSync(list, 0o644);
    },
  });
