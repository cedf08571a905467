import { stringify } from 'yaml';
import type { RenderedChart } from '../../charts/rendered-chart';
import { podLabels } from '../../config/contract';
import { textOf } from '../laws/delivery/applied-manifests';
import type { Json, Template } from '../laws/tree';

const yaml = (value: Json): string =>
  stringify(value, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });

/** A stack's template as sorted YAML. Hashes are masked; charts are named, they have snapshots of their own. */
export const templateText = (template: Template): string => yaml(masked(template));

/** A chart's objects as YAML documents, in the order in which they are applied. */
export const chartText = (chart: RenderedChart): string =>
  chart.objects.map((object) => yaml(masked(object))).join('---\n');

/** Fields that hold nothing but a hash of what a snapshot shows anyway. */
const hashFields: readonly string[] = ['ChartHash', podLabels.revision];
/** Hashes inside a text: of an asset, of a pod's revision, of a Job's content. A pinned digest is no hash of ours. */
const hashesInText: readonly (readonly [RegExp, string])[] = [
  [/(?<!sha256:)\b[0-9a-f]{64}\b/g, '<hash>'],
  [new RegExp(`${podLabels.revision}=[0-9a-f]+`, 'g'), `${podLabels.revision}=<hash>`],
  [/-[0-9a-f]{10}$/, '-<hash>'],
];

function masked(value: Json): Json {
  if (typeof value === 'string') {
    return hashesInText.reduce((text, [hash, mask]) => text.replace(hash, mask), value);
  }
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const shown = value.Type === 'Custom::AWSCDK-EKS-KubernetesResource' ? namingItsObjects(value) : value;
  return Object.fromEntries(
    Object.entries(shown).map(([key, inner]) => [key, hashFields.includes(key) ? '<hash>' : masked(inner)]),
  );
}

function namingItsObjects(resource: Json): Json {
  const objects: Json[] = JSON.parse(textOf(resource.Properties.Manifest));
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  return { ...resource, Properties: { ...resource.Properties, Manifest: names } };
}
