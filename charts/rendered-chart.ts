/** One Kubernetes object as it is sent to the API server. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A chart is applied, gated, rolled back and rendered as one. */
export interface RenderedChart {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}
