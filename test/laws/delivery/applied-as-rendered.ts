import { objectsOf } from '../kubernetes-objects';
import type { Law, Tree } from '../tree';
import { type AppliedManifest, appliedManifests, dependenciesOf, identityOf } from './applied-manifests';

/** A Job's name ends in a hash of its content, which holds an address that only a deploy knows. */
const withoutJobHash = (identity: string): string =>
  identity.replace(/^(Job\.batch\/.*)-[0-9a-f]{10}$/, '$1');

/** What `cdk deploy` applies is what `platform render` writes: the same objects, no more and no fewer. */
export const appliedAsRendered: Law = (tree) => {
  if (tree.stacks.length === 0) return [];
  const applied = new Set(
    appliedManifests(tree)
      .flatMap(({ objects }) => objects.map(identityOf))
      .map(withoutJobHash),
  );
  const rendered = new Set(objectsOf(tree).map(identityOf).map(withoutJobHash));
  return [
    ...[...rendered]
      .filter((identity) => !applied.has(identity))
      .map((identity) => `${identity}: rendered, not applied`),
    ...[...applied]
      .filter((identity) => !rendered.has(identity))
      .map((identity) => `${identity}: applied, not rendered`),
  ];
};

/** Within a stack a chart is applied after all charts that are rendered before it. */
export const chartsAreAppliedInOrder: Law = (tree) => {
  const manifests = appliedManifests(tree);
  const position = (manifest: AppliedManifest): number => chartPosition(tree, manifest);
  return manifests.flatMap((manifest) => {
    const dependencies = dependenciesOf(manifest.resource);
    return manifests
      .filter(
        (earlier) =>
          earlier.resource.stack === manifest.resource.stack && position(earlier) < position(manifest),
      )
      .filter((earlier) => !dependencies.has(earlier.resource.id))
      .map((earlier) => `${manifest.resource.name}: does not wait for ${earlier.resource.id}`);
  });
};

/** Which of the rendered charts a manifest belongs to, by its first object. */
function chartPosition(tree: Tree, { objects }: AppliedManifest): number {
  const [first] = objects;
  if (!first) return 0;
  const identity = withoutJobHash(identityOf(first));
  return tree.charts.findIndex((chart) =>
    chart.objects.some((object) => withoutJobHash(identityOf(object)) === identity),
  );
}

/** A manifest that failed half-way is applied again, not refused because its objects are there. */
export const manifestsOverwrite: Law = (tree) =>
  appliedManifests(tree)
    .filter(({ resource }) => String(resource.properties.Overwrite) !== 'true')
    .map(({ resource }) => `${resource.name}: Overwrite is off`);
