import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadEnvironment } from '../../config/load';
import { type CommandOptions, tell } from './outcome';

const root = join(__dirname, '../..');

/** `platform picture`: docs/architecture.svg, drawn from what production synthesizes to. */
export function addPicture(program: Command): void {
  program
    .command('picture')
    .description('synthesize production to cdk.out and draw docs/architecture.svg from it')
    .action(async (_, command: Command) => {
      const { synthesize } = await import('../synthesize');
      const { drawArchitecture } = await import('../../ops/picture/draw');
      const assembly = join(root, 'cdk.out');
      synthesize(loadEnvironment('production'), assembly);
      const file = 'docs/architecture.svg';
      writeFileSync(join(root, file), await drawArchitecture(assembly));
      tell({ text: file, data: { file }, foundSomething: false }, command.optsWithGlobals<CommandOptions>());
    });
}
