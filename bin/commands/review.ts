import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import type { Environment } from '../../config/schema';
import type { Side } from '../../ops/review/change';
import type { Sources } from '../../ops/review/sides/side-of';
import { type CommandOptions, tell } from './outcome';

interface ReviewOptions extends CommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly markdown?: string;
  readonly acceptances: string;
  readonly live: boolean;
  readonly context?: string;
}

const root = join(__dirname, '../..');

/** `platform review`: what a change does to customers, to data and to the bill. */
export function addReview(program: Command): void {
  program
    .command('review')
    .description('what a change does: restarts, downtime, exposure, loss of data, cost')
    .option('--from <reference>', 'git reference or folder of cdk synth; else the merge base with main')
    .option('--to <reference>', 'git reference or folder of cdk synth; else the working tree')
    .option('--markdown <file>', 'also write the review as a comment for a pull request')
    .option('--acceptances <file>', 'dangers that are accepted', join(root, 'review-acceptances.json'))
    .addOption(
      new Option(
        '--live',
        'from what is deployed: its templates and the objects of the cluster (credentials)',
      )
        .default(false)
        .conflicts('from'),
    )
    .option('--context <name>', 'with --live: the context of kubectl; else the current one')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<ReviewOptions>();
      const environment = loadEnvironment(options.environment);
      // Loaded only now: the metadata of CloudFormation takes a second, which --help need not wait for.
      const { readAcceptances } = await import('../../ops/review/acceptances');
      // Read before any synthesis: a fault in the file should not wait for it.
      const acceptances = options.live ? [] : readAcceptances(options.acceptances, environment.name);
      const { isBlocked, review } = await import('../../ops/review/review');
      const { refuseUnlike } = await import('../../ops/review/comparable');
      const { assess } = await import('../../ops/review/rules/assess');
      const { reviewText } = await import('../../ops/review/report/review-text');
      const { reviewJson } = await import('../../ops/review/report/review-json');
      const { before, after } = await sidesOf(options, environment);
      refuseUnlike(before, after, environment.name);
      const result = review(before, after, { assess, acceptances, priced: environment });
      if (options.markdown !== undefined) {
        const { reviewMarkdown } = await import('../../ops/review/report/review-markdown');
        writeOutput(options.markdown, reviewMarkdown(result, environment.name));
      }
      tell(
        {
          text: reviewText(result, environment.name),
          data: reviewJson(result),
          foundSomething: isBlocked(result) || (options.live && result.changes.length > 0),
        },
        options,
      );
    });
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
}

async function sidesOf(options: ReviewOptions, { name, deploysTo }: Environment): Promise<Sides> {
  const { commitSide, sideOf, workingTreeSide } = await import('../../ops/review/sides/side-of');
  const { mergeBaseWithMain } = await import('../../ops/review/sides/git');
  const sources: Sources = {
    root,
    environment: name,
    synthesizer: join(root, 'bin/synthesize-tree.ts'),
    progress: (sentence) => process.stderr.write(`${sentence}\n`),
  };
  const after = (): Promise<Side> =>
    options.to === undefined ? workingTreeSide(sources) : sideOf(options.to, '--to', sources);
  if (options.live) {
    const { liveSide } = await import('../../ops/review/live/live-side');
    const { openAccount } = await import('../../ops/review/live/open-account');
    const { openCluster } = await import('../../ops/review/live/open-cluster');
    const wanted = await after();
    const cluster = openCluster({
      context: options.context,
      clusterName: deploysTo === 'aws' ? name : null,
    });
    return { before: await liveSide(wanted, openAccount, cluster, sources.progress), after: wanted };
  }
  const before = async (): Promise<Side> => {
    if (options.from !== undefined) return sideOf(options.from, '--from', sources);
    const commit = await mergeBaseWithMain(root);
    return commitSide(commit, `main at ${commit.slice(0, 8)}`, sources);
  };
  const [one, other] = await Promise.all([before(), after()]);
  return { before: one, after: other };
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
