import type { LiveObject } from '../api-server';

export interface HttpProbe {
  readonly httpGet: { readonly path: string; readonly port: number };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** What of a pod's specification decides how it starts, takes traffic and ends; the API server has filled in defaults. */
export interface PodSpec {
  readonly nodeName?: string;
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly ports?: readonly { readonly containerPort: number }[];
    readonly startupProbe?: HttpProbe;
    readonly readinessProbe?: HttpProbe;
    readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  }[];
}

export const podSpecOf = ({ spec }: LiveObject): PodSpec => spec as PodSpec;

/** Pods that are played here, and not by kwok: the ones that are asked by HTTP whether they are ready. */
export const isAskedByHttp = (pod: LiveObject): boolean =>
  podSpecOf(pod).containers[0]?.readinessProbe?.httpGet !== undefined;

/** The same, as a jq expression that finds nothing in a pod that kwok plays. */
export const askedByHttpExpression = '.spec.containers[0].readinessProbe.httpGet.path';
