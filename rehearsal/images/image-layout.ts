import { join } from 'node:path';
import { run as runProgram } from '../../servers/command';

/** How an image's program is started. */
export interface ImageSettings {
  readonly entryPoint: readonly string[];
  readonly command?: readonly string[];
  readonly user: string;
  readonly workingFolder: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** An image that is made of files, as a folder in OCI's image layout. umoci does the work. */
export class ImageLayout {
  private readonly image: string;

  constructor(
    private readonly umoci: string,
    readonly folder: string,
  ) {
    this.image = `${folder}:latest`;
  }

  /** Makes an image without any file. */
  async create(): Promise<void> {
    await runProgram(this.umoci, ['init', '--layout', this.folder]);
    await runProgram(this.umoci, ['new', '--image', this.image]);
  }

  /** Adds a file, or a folder with all in it, as a layer. */
  async add(source: string, target: string): Promise<void> {
    await runProgram(this.umoci, ['insert', '--image', this.image, source, target]);
  }

  async configure({
    entryPoint,
    command = [],
    user,
    workingFolder,
    variables = {},
  }: ImageSettings): Promise<void> {
    const options = [
      ...entryPoint.map((word) => ['entrypoint', word]),
      ...command.map((word) => ['cmd', word]),
      ...Object.entries(variables).map(([name, value]) => ['env', `${name}=${value}`]),
      ['user', user],
      ['workingdir', workingFolder],
    ];
    await runProgram(this.umoci, [
      ...['config', '--image', this.image, '--os', 'linux'],
      ...options.flatMap(([name, value = '']) => [`--config.${name}`, value]),
    ]);
  }

  /** Writes it as one file, which `ctr images import` reads, with the tag `latest`. */
  async archive(file: string): Promise<void> {
    await runProgram('tar', ['--directory', this.folder, '--create', '--file', file, '.']);
  }

  /** A copy that shares its files' contents with this one. */
  async copyTo(folder: string): Promise<ImageLayout> {
    await runProgram('cp', ['--recursive', '--link', this.folder, folder]);
    return new ImageLayout(this.umoci, folder);
  }

  static at(umoci: string, ...folder: readonly string[]): ImageLayout {
    return new ImageLayout(umoci, join(...folder));
  }
}
