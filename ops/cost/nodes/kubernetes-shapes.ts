export interface Container {
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
}

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly SpreadConstraint[];
  readonly affinity?: {
    readonly podAntiAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly { readonly topologyKey: string }[];
    };
  };
}

export interface VolumeClaim {
  readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
}

/** The parts of a rendered object that decide what nodes, volumes and load balancers are bought. */
export interface CostedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec: PodSpec };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly minReplicaCount?: number;
    readonly maxReplicaCount?: number;
    readonly scaleTargetRef?: { readonly kind?: string; readonly name: string };
    readonly volumeClaimTemplates?: readonly VolumeClaim[];
    readonly resources?: VolumeClaim['spec']['resources'];
    readonly type?: string;
    readonly [field: string]: unknown;
  };
}

const binary: Readonly<Record<string, number>> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 * 1024 };
const decimal: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** A quantity of memory or storage in MiB: `512Mi`, `2Gi`, `500M`, `1073741824`. */
export function mebibytes(quantity: string | number = 0): number {
  const [, amount = '', unit = ''] = /^([\d.]+)(\w*)$/.exec(String(quantity)) ?? [];
  if (unit === '') return Number(amount) / (1024 * 1024);
  return binary[unit] === undefined
    ? (Number(amount) * (decimal[unit] ?? NaN)) / (1024 * 1024)
    : Number(amount) * binary[unit];
}

/** A quantity of CPU in thousandths: `250m`, `2`, `0.5`. */
export function millicores(quantity: string | number = 0): number {
  const text = String(quantity);
  return text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1000;
}
