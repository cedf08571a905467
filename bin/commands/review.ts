import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import type { Comparison } from '../../ops/review/sides/reviewed-sides';
import { type CommandOptions, tell } from './outcome';

interface ReviewOptions extends CommandOptions, Comparison {
  readonly markdown?: string;
  readonly acceptances: string;
}

const root = join(__dirname, '../..');

/** `platform review`: what a change does to customers, to data and to the bill. */
export function addReview(program: Command): void {
  program
    .command('review')
    .description('what a change does: restarts, downtime, exposure, loss of data, cost')
    .option('--from <reference>', 'git reference or folder of cdk synth; else the merge base with main')
    .option('--to <reference>', 'git reference or folder of cdk synth; else the working tree')
    .option('--live', 'what is deployed in the place of --to, or of --from where --to is given', false)
    .option('--context <name>', 'with --live: the context of kubectl; else the current one')
    .option('--markdown <file>', 'also write the review as a comment for a pull request')
    .option('--acceptances <file>', 'dangers that are accepted', join(root, 'review-acceptances.json'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<ReviewOptions>();
      const environment = loadEnvironment(options.environment);
      const { name } = environment;
      // Loaded only now: the metadata of CloudFormation takes a second, which --help need not wait for.
      const { readAcceptances } = await import('../../ops/review/acceptances');
      // Read before any synthesis: a fault in the file should not wait for it.
      const acceptances = options.live ? [] : readAcceptances(options.acceptances, name);
      const { isBlocked, review } = await import('../../ops/review/review');
      const { refuseUnlike } = await import('../../ops/review/comparable');
      const { assess } = await import('../../ops/review/rules/assess');
      const { reviewText } = await import('../../ops/review/report/review-text');
      const { reviewJson } = await import('../../ops/review/report/review-json');
      const { reviewedSides } = await import('../../ops/review/sides/reviewed-sides');
      const { before, after } = await reviewedSides(options, environment, {
        root,
        environment: name,
        synthesizer: join(root, 'bin/synthesize-tree.ts'),
        progress: (sentence) => process.stderr.write(`${sentence}\n`),
      });
      refuseUnlike(before, after, name);
      const result = review(before, after, { assess, acceptances, priced: environment });
      if (options.markdown !== undefined) {
        const { reviewMarkdown } = await import('../../ops/review/report/review-markdown');
        writeOutput(options.markdown, reviewMarkdown(result, name));
      }
      tell(
        {
          text: reviewText(result, name, options.live),
          data: reviewJson(result),
          foundSomething: isBlocked(result) || (options.live && result.changes.length > 0),
        },
        options,
      );
    });
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError('--markdown', [
      { field: file, got: String(code), allowed: 'a file that can be written' },
    ]);
  }
}
