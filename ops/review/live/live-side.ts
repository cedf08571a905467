import { type Side, stackType } from '../change';
import { templateSide } from '../sides/template-side';
import { type Account, deployedStacks } from './deployed-stacks';
import { type Cluster, liveObjects } from './live-objects';

export const whatIsDeployed = 'what is deployed';

/**
 * A side from what is deployed: the templates that CloudFormation has, and the objects of the cluster.
 * @param wanted what should be there; only its stacks and its kinds of objects are asked for.
 * @param openAccount called only where there are stacks to ask for.
 */
export async function liveSide(
  wanted: Side,
  openAccount: () => Account,
  cluster: Cluster,
  progress: (sentence: string) => void,
): Promise<Side> {
  const stacks = wanted.resources.filter(({ type }) => type === stackType);
  if (stacks.length > 0) progress(`Reading the templates of ${stacks.length} stacks …`);
  const templates = stacks.length > 0 ? await deployedStacks(wanted, openAccount()) : [];
  progress(`Reading the cluster's objects …`);
  const objects = await liveObjects(wanted.objects, cluster);
  return { ...templateSide(whatIsDeployed, templates), objects };
}
