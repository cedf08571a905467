import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../servers/command';

/** A package as package.json asks for it, and as it is installed. */
export interface PackageState {
  readonly name: string;
  /** As in package.json; null: it is not there. */
  readonly wanted: string | null;
  readonly installed: string | null;
}

/** The machine that deploys. */
export interface Machine {
  packages(): readonly PackageState[];
  /** What the CDK CLI says when it cannot read an assembly; null: it reads it. */
  unreadableAssembly(folder: string): Promise<string | null>;
  /** Platforms for which Docker builds, such as `linux/arm64`; null: Docker does not answer. */
  buildPlatforms(): Promise<readonly string[] | null>;
}

const cli = 'aws-cdk';
const library = 'aws-cdk-lib';

/** This machine, with the packages of a checkout. */
export class ThisMachine implements Machine {
  /** @param root of the checkout. */
  constructor(private readonly root: string) {}

  packages(): PackageState[] {
    const { dependencies, devDependencies } = this.read('package.json') ?? {};
    const wanted: Record<string, string> = { ...dependencies, ...devDependencies };
    return [cli, library].map((name) => ({
      name,
      wanted: wanted[name] ?? null,
      installed: this.read(`node_modules/${name}/package.json`)?.version ?? null,
    }));
  }

  async unreadableAssembly(folder: string): Promise<string | null> {
    const program = join(this.root, 'node_modules', cli, 'bin', 'cdk');
    const { code, stderr } = await attempt(process.execPath, [
      program,
      'list',
      '--app',
      folder,
      '--no-notices',
    ]);
    return code === 0 ? null : lastSentence(stderr);
  }

  async buildPlatforms(): Promise<string[] | null> {
    const { code, stdout } = await attempt('docker', ['buildx', 'inspect']).catch(() => ({
      code: 1,
      stdout: '',
    }));
    if (code !== 0) return null;
    const lines = [...stdout.matchAll(/^Platforms:\s*(.+)$/gm)];
    return lines.flatMap(([, platforms = '']) => platforms.split(',').map((platform) => platform.trim()));
  }

  private read(file: string): Package | null {
    const path = join(this.root, file);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Package) : null;
  }
}

interface Package {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

function lastSentence(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at /.test(line));
  return lines.find((line) => /schema|Error/i.test(line)) ?? lines.at(-1) ?? 'it ended without a word';
}
