import type { ThirdPartyImageName } from '../../config/images';
import type { ApiObject } from '../cluster/api-server';

/** The container that holds a pod's namespaces. */
export const sandboxImage = 'rehearsal.invalid/sandbox:latest';

/** What cert-manager is told to run for challenges. */
export const solverImage = 'rehearsal.invalid/acmesolver:latest';

/** Of the pods that stand in for add-ons' metrics. */
export const addonMetricsImage = 'rehearsal.invalid/addon-metrics:latest';

/** Those that no chart names. */
const ownReferences = { acmeSolver: solverImage, addonMetrics: addonMetricsImage } as const;

/** Images that do not change between runs. */
export type StoredImageName = ThirdPartyImageName | keyof typeof ownReferences;

/** What charts, or the rehearsal itself, call an image. */
export const storedReference = (name: StoredImageName, { thirdParty }: ImageReferences): string =>
  name in ownReferences
    ? ownReferences[name as keyof typeof ownReferences]
    : thirdParty[name as ThirdPartyImageName];

/** How charts name images. */
export interface ImageReferences {
  readonly application: string;
  readonly thirdParty: Readonly<Record<ThirdPartyImageName, string>>;
}

/** The part of a pod's container that says what it runs. */
export interface ContainerImage {
  readonly name: string;
  readonly image: string;
}

interface PodTemplate {
  readonly spec: { readonly containers?: readonly ContainerImage[] };
}

/** The containers of an object's pods, the pod's own first and its sidecars after it. */
export const containersOf = ({ spec }: ApiObject): readonly ContainerImage[] =>
  podTemplate(spec)?.spec.containers ?? [];

/** An object whose pods have these containers instead. */
export function withContainers(object: ApiObject, containers: readonly ContainerImage[]): ApiObject {
  const copy = structuredClone(object);
  const template = podTemplate(copy.spec) as { spec: { containers?: readonly ContainerImage[] } } | undefined;
  if (template) template.spec.containers = containers;
  return copy;
}

function podTemplate(spec: unknown): PodTemplate | undefined {
  const { template, jobTemplate } = (spec ?? {}) as {
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
  };
  return jobTemplate?.spec.template ?? template;
}
