import { createHash } from 'node:crypto';
import { copyFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../servers/command';
import { goModule } from '../../servers/tools/go-tool';
import { cachedTool } from '../../servers/tools/tool-cache';

/** The proxy's modules as they are pinned; the machine's own settings of Go stay out of it. */
export const goEnvironment = {
  CGO_ENABLED: '0',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
  GOFLAGS: '-mod=mod -buildvcs=false',
};

/**
 * Folder with a go.mod from which the programs of a Kubernetes release build, together with the etcd that it is tested
 * with. Kubernetes' own go.mod names its staging modules as folders of its repository; the proxy has them as modules.
 */
export const kubernetesBuildFolder = (release: string): Promise<string> =>
  cachedTool('kubernetes-build', release, async (folder) => {
    const source = await goModule('k8s.io/kubernetes', release);
    const goMod = kubernetesGoMod(readFileSync(join(source, 'go.mod'), 'utf8'), release);
    writeFileSync(join(folder, 'go.mod'), goMod);
    // Upstream's checksums of everything that is not its own.
    copyFileSync(join(source, 'go.sum'), join(folder, 'go.sum'));
    chmodSync(join(folder, 'go.sum'), 0o644);
  });

/** Kubernetes' go.mod turned into that of a module that requires Kubernetes, with the same versions of all others. */
export function kubernetesGoMod(upstream: string, release: string): string {
  const stagingVersion = release.replace(/^1\./, 'v0.');
  const staged = / => \.\/staging\/src\/(\S+)$/gm;
  if (!staged.test(upstream)) throw new Error(`k8s.io/kubernetes ${release} names no staging modules.`);
  return `${upstream
    .replace(/^module .*$/m, 'module rehearsal.local/kubernetes')
    .replace(staged, ` => $1 ${stagingVersion}`)}\nrequire k8s.io/kubernetes v${release}\n`;
}

/** A module of the proxy that brings a program, and what its own go.mod would replace. */
export interface ProgramModule {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  readonly packagePath: string;
  /** Lines of go.mod, such as `replace a => b v1.2.3` or `exclude c v1.0.0`. */
  readonly directives?: readonly string[];
  /** Puts files into the folder that the directives name. */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** Folder with a go.mod from which one program of another project builds. */
export const programBuildFolder = (program: ProgramModule): Promise<string> =>
  cachedTool(`${program.name}-build`, program.version, async (folder) => {
    const { name, version, packagePath, directives = [], prepare } = program;
    await prepare?.(folder);
    const lines = [`module rehearsal.local/${name}`, '', 'go 1.26.0', '', ...directives, ''];
    writeFileSync(join(folder, 'go.mod'), lines.join('\n'));
    await run('go', ['get', '-tool', `${packagePath}@v${version}`], { cwd: folder, env: goEnvironment });
  });

/** A program whose `main.go` is in a folder of ours, and the modules that it is made of. */
export interface OwnProgram {
  readonly folder: string;
  /** Default: Go's own library is enough. */
  readonly modules?: readonly { readonly path: string; readonly version: string }[];
  /** Lines of go.mod. */
  readonly directives?: readonly string[];
}

/** Version of such a program, which changes with its source, and a folder from which it builds. */
export function ownProgram(
  name: string,
  { folder: source, modules = [], directives = [] }: OwnProgram,
): { readonly version: string; readonly buildFolder: () => Promise<string> } {
  const main = readFileSync(join(source, 'main.go'));
  const hash = createHash('sha256').update(main).digest('hex').slice(0, 8);
  const version = [...modules.map((module) => module.version), hash].join('-');
  return {
    version,
    buildFolder: () =>
      cachedTool(`${name}-build`, version, async (folder) => {
        writeFileSync(join(folder, 'main.go'), main);
        const lines = [`module rehearsal.local/${name}`, '', 'go 1.26.0', '', ...directives, ''];
        writeFileSync(join(folder, 'go.mod'), lines.join('\n'));
        if (modules.length === 0) return;
        const wanted = modules.map(({ path, version: pinned }) => `${path}@v${pinned}`);
        await run('go', ['get', ...wanted], { cwd: folder, env: goEnvironment });
      }),
  };
}
