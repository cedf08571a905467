import type { ApiObject } from '../cluster/api-server';

/** The container that holds a pod's namespaces. */
export const sandboxImage = 'rehearsal.invalid/sandbox:latest';

/** References of the images that an object's pods run. */
export function imagesOf(object: ApiObject): readonly string[] {
  const template = podTemplate(object.spec);
  return (template?.spec.containers ?? []).map(({ image }) => image);
}

interface PodTemplate {
  readonly spec: { readonly containers?: readonly { readonly image: string }[] };
}

function podTemplate(spec: unknown): PodTemplate | undefined {
  const { template, jobTemplate } = (spec ?? {}) as {
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
  };
  return jobTemplate?.spec.template ?? template;
}
