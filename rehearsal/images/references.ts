import type { ThirdPartyImageName } from '../../config/images';
import type { ApiObject } from '../cluster/api-server';

/** The container that holds a pod's namespaces. */
export const sandboxImage = 'rehearsal.invalid/sandbox:latest';

/** What cert-manager is told to run for challenges. */
export const solverImage = 'rehearsal.invalid/acmesolver:latest';

/** Images that do not change between runs: those that charts name, and the one that cert-manager adds. */
export type StoredImageName = ThirdPartyImageName | 'acmeSolver';

/** What charts, or cert-manager, call an image. */
export const storedReference = (name: StoredImageName, { thirdParty }: ImageReferences): string =>
  name === 'acmeSolver' ? solverImage : thirdParty[name];

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
