import { podLabels } from '../../../config/contract';
import { type DeployedObject, type JsonObject, unknownChart } from '../change';
import { isObject } from '../intrinsic';
import { deployedObject, identityOf } from '../sides/deployed-objects';
import { aligned } from './aligned';

/** What a review asks a cluster. */
export interface Cluster {
  /** All objects of a kind, in every namespace; none where the cluster does not serve the kind. */
  readonly list: (apiVersion: string, kind: string) => Promise<readonly JsonObject[]>;
}

/** Gone a day after they ended: that one is not there says nothing. */
const passingKinds = ['Job'];

/** The value of the label that all charts put on their objects. */
const chartsAuthor = 'cdk8s';

/**
 * The objects of a cluster that a side names, with the fields that it sets, and those that charts made and that the
 * side does not name.
 */
export async function liveObjects(
  wanted: readonly DeployedObject[],
  cluster: Cluster,
): Promise<DeployedObject[]> {
  const compared = wanted.filter(({ kind }) => !passingKinds.includes(kind));
  const kinds = new Map(
    compared.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]),
  );
  const lists = await Promise.all(
    [...kinds.values()].map(async ({ apiVersion, kind }) =>
      (await cluster.list(apiVersion, kind)).map((body) =>
        deployedObject(chartOf(body), { ...body, apiVersion, kind }),
      ),
    ),
  );
  const live = new Map(lists.flat().map((object) => [identityOf(object), object]));
  const names = new Set(wanted.map(identityOf));
  return [
    ...wanted.flatMap((object) => {
      if (passingKinds.includes(object.kind)) return [object];
      const found = live.get(identityOf(object));
      return found ? [asWanted(object, found, wanted)] : [];
    }),
    ...[...live.values()].filter((object) => !names.has(identityOf(object)) && isOfCharts(object)),
  ];
}

/** In the wanted one's chart, because a live object does not tell in which order charts are applied. */
function asWanted(
  wanted: DeployedObject,
  live: DeployedObject,
  all: readonly DeployedObject[],
): DeployedObject {
  const body = aligned(wanted.body, live.body) as JsonObject;
  return { ...wanted, body: isScaled(wanted, all) ? withReplicasOf(wanted.body, body) : body };
}

/** An autoscaler decides how many pods there are. */
const isScaled = (object: DeployedObject, all: readonly DeployedObject[]): boolean =>
  all.some(({ namespace, body }) => {
    const target = isObject(body.spec) && body.spec.scaleTargetRef;
    return (
      namespace === object.namespace &&
      isObject(target || undefined) &&
      (target as JsonObject).kind === object.kind &&
      (target as JsonObject).name === object.name
    );
  });

const withReplicasOf = (wanted: JsonObject, live: JsonObject): JsonObject =>
  isObject(wanted.spec) && isObject(live.spec) && wanted.spec.replicas !== undefined
    ? { ...live, spec: { ...live.spec, replicas: wanted.spec.replicas } }
    : live;

const labelsOf = (body: JsonObject): JsonObject =>
  isObject(body.metadata) && isObject(body.metadata.labels) ? body.metadata.labels : {};

const chartOf = (body: JsonObject): string => String(labelsOf(body)[podLabels.partOf] ?? unknownChart);

const isOfCharts = ({ body }: DeployedObject): boolean =>
  labelsOf(body)[podLabels.managedBy] === chartsAuthor;
