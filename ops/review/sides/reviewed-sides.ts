import { InputError } from '../../../config/errors';
import type { Environment } from '../../../config/schema';
import type { Side } from '../change';
import { mergeBaseWithMain } from './git';
import { commitSide, sideOf, type Sources, workingTreeSide } from './side-of';

/** What a person asks to be compared. */
export interface Comparison {
  /** Git reference or folder. Default: the merge base with main. */
  readonly from?: string;
  /** Git reference or folder. Default: the working tree, or with `live` what is deployed. */
  readonly to?: string;
  /** What is deployed stands in the place of `to`, or of `from` where `to` is given. */
  readonly live: boolean;
  /** Context of kubectl for the live side. Default: the current one. */
  readonly context?: string;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** Both sides of a comparison, synthesized or read. @throws InputError where one cannot be had. */
export async function reviewedSides(
  comparison: Comparison,
  environment: Environment,
  sources: Sources,
): Promise<Sides> {
  const { from, to, live } = comparison;
  if (!live) {
    const [before, after] = await Promise.all([
      fromSide(from, sources),
      to === undefined ? workingTreeSide(sources) : sideOf(to, '--to', sources),
    ]);
    return { before, after };
  }
  if (from !== undefined && to !== undefined) {
    throw new InputError('--live', [
      {
        field: 'the sides',
        got: '--from and --to',
        allowed: 'one of them: what is deployed stands in the place of the other',
      },
    ]);
  }
  const code = to === undefined ? await fromSide(from, sources) : await sideOf(to, '--to', sources);
  const deployed = await deployedAs(code, comparison, environment, sources);
  return to === undefined ? { before: code, after: deployed } : { before: deployed, after: code };
}

async function fromSide(from: string | undefined, sources: Sources): Promise<Side> {
  if (from !== undefined) return sideOf(from, '--from', sources);
  const commit = await mergeBaseWithMain(sources.root);
  return commitSide(commit, `main at ${commit.slice(0, 8)}`, sources);
}

async function deployedAs(
  code: Side,
  { context }: Comparison,
  { name, deploysTo }: Environment,
  { progress }: Sources,
): Promise<Side> {
  // Loaded only here: the clients of AWS and Kubernetes take a second, which no other review needs.
  const { liveSide } = await import('../live/live-side');
  const { openAccount } = await import('../live/open-account');
  const { openCluster } = await import('../live/open-cluster');
  const cluster = openCluster({ context, clusterName: deploysTo === 'aws' ? name : null });
  return liveSide(code, openAccount, cluster, progress);
}
