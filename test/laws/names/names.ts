import type { KubernetesObject } from '../../../charts/rendered-chart';
import { objectName, objectsOf, podTemplates } from '../kubernetes-objects';
import { appliedManifests, unresolved } from '../delivery/applied-manifests';
import type { Json, Law } from '../tree';

/** A CDK token in text, or what the template put in its place. */
const token = new RegExp(`\\$\\{Token\\[|${unresolved}`);

/** Names and labels, the parts of an object that a value known only at deploy time would replace or break. */
const namesAndLabels = (object: KubernetesObject): Json => {
  const { name, namespace, labels } = object.metadata;
  const { spec }: Json = object;
  return {
    name,
    namespace,
    labels,
    podLabels: spec?.template?.metadata?.labels,
    selector: spec?.selector,
    podSelector: spec?.podSelector,
    serviceAccountName: spec?.template?.spec?.serviceAccountName,
  };
};

/** A chart never holds a CDK token in a name or a label, nor in the manifest that the template applies. */
export const namesHoldNoTokens: Law = (tree) =>
  [...objectsOf(tree), ...appliedManifests(tree).flatMap(({ objects }) => objects)]
    .filter((object) => token.test(JSON.stringify(namesAndLabels(object))))
    .map((object) => `${objectName(object)}: a CDK token in a name or label`);

/** cdk8s ends the names it makes up with a hash that changes when a construct moves. */
export const namesHoldNoHashes: Law = (tree) =>
  objectsOf(tree)
    .filter(({ metadata }) => /-c8[0-9a-f]{6}$/.test(metadata.name))
    .map((object) => `${objectName(object)}: a name made up by cdk8s`);

/** Two objects of one kind with the same name would overwrite each other. */
export const namesAreUnique: Law = (tree) => {
  const names = objectsOf(tree).map((object) => `${object.apiVersion} ${objectName(object)}`);
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: made twice`);
};

/** Every service account that a pod names comes from a chart: the default one has no AWS identity. */
export const serviceAccountsExist: Law = (tree) =>
  podTemplates(tree)
    .filter(
      ({ spec, namespace }) =>
        !objectsOf(tree).some(
          ({ kind, metadata }) =>
            kind === 'ServiceAccount' &&
            metadata.namespace === namespace &&
            metadata.name === spec.serviceAccountName,
        ),
    )
    .map(
      ({ owner, spec }) =>
        `${objectName(owner)}: no chart makes its service account ${spec.serviceAccountName}`,
    );
