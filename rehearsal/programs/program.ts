import { join } from 'node:path';
import { kedaVersion } from '../../config/autoscaling';
import { thirdPartyImages } from '../../config/images';
import { alertmanagerBuildFolder } from './alertmanager-build';
import { kubernetesBuildFolder, type OwnProgram, ownProgram, programBuildFolder } from './build-folder';
import { lokiModule } from './loki-module';
import { traefikBuildFolder } from './traefik/traefik-build';

/** A program that builds from pinned Go modules. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly packagePath: string;
  readonly buildFolder: () => Promise<string>;
  /** Flags of the linker besides `-s -w`. */
  readonly linkerFlags: readonly string[];
  /** About how long it takes on two cores with an empty build cache, in the order of `controlPlane`. */
  readonly buildSeconds: number;
}

/** What a Kubernetes release brings, and about how long each builds after the ones before it. */
const kubernetesSeconds = {
  'kube-apiserver': 250,
  'kube-controller-manager': 70,
  'kube-scheduler': 5,
  kubectl: 20,
  kubelet: 60,
  'kube-proxy': 10,
} as const;

export type KubernetesProgramName = keyof typeof kubernetesSeconds;
export type ProgramName =
  | KubernetesProgramName
  | 'etcd'
  | 'kwok'
  | 'metrics-server'
  | 'coredns'
  | 'pause'
  | 'cert-manager'
  | 'keda-operator'
  | 'keda-adapter'
  | 'traefik'
  | 'pebble'
  | 'acmesolver'
  | 'k6'
  | 'promtool'
  | 'amtool'
  | 'prometheus'
  | 'alertmanager'
  | 'loki'
  | 'log-pipeline';

/** What brings up a control plane with fake nodes, in the order in which it is built. */
export const fakeClusterPrograms: readonly ProgramName[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'etcd',
  'kwok',
  'metrics-server',
];

/** What brings up a control plane with real nodes. */
export const nodeClusterPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kubelet',
  'kube-proxy',
  'etcd',
  'metrics-server',
  'cert-manager',
  'coredns',
  'pause',
  'pebble',
] as const satisfies readonly ProgramName[];

/** What scenarios on real nodes start besides. */
export const nodeScenarioPrograms: readonly ProgramName[] = ['k6'];

export const kwokModule = { module: 'sigs.k8s.io/kwok', version: '0.8.0' } as const;
export const certManagerModule = { path: 'github.com/cert-manager/cert-manager', version: '1.21.2' } as const;
const pebbleModule = { module: 'github.com/letsencrypt/pebble/v2', version: '2.10.1' } as const;
const k6Module = { module: 'go.k6.io/k6', version: '1.8.1' } as const;
/** Prometheus 3.16.0 is version 0.316.0 of its module. */
const prometheusModule = {
  module: 'github.com/prometheus/prometheus',
  version: thirdPartyImages.prometheus.tag.replace(
    /^v(\d+)\.(\d+)\./,
    (_, major: string, minor: string) => `0.${major}${minor.padStart(2, '0')}.`,
  ),
} as const;
const alertmanagerModule = {
  module: 'github.com/prometheus/alertmanager',
  version: thirdPartyImages.alertmanager.tag.replace('v', ''),
} as const;
/** KEDA's own go.mod replaces what is not on the proxy. https://github.com/kedacore/keda/blob/v2.21.0/go.mod */
const kedaModule = {
  module: 'github.com/kedacore/keda/v2',
  version: kedaVersion,
  directives: [
    'replace github.com/nexus-rpc/nexus-proto-annotations v0.1.0 => github.com/nexus-rpc/nexus-proto-annotations v0.1.1-0.20260629224316-835bd8d49cb4',
    'exclude github.com/go-chi/chi/v5 v5.2.3',
  ],
} as const;
const metricsServerModule = { module: 'sigs.k8s.io/metrics-server', version: '0.9.0' } as const;

/** How a program is built for clusters of a Kubernetes release, such as 1.36.3. */
export function programOf(name: ProgramName, release: string): Program {
  switch (name) {
    case 'etcd':
      return {
        name,
        // Kubernetes' go.mod says which etcd it is.
        version: `for-kubernetes-${release}`,
        packagePath: 'go.etcd.io/etcd/server/v3',
        buildFolder: () => kubernetesBuildFolder(release),
        linkerFlags: [],
        buildSeconds: 10,
      };
    case 'kwok':
      return ofModule(name, { ...kwokModule, buildSeconds: 80 });
    case 'metrics-server':
      return ofModule(name, { ...metricsServerModule, buildSeconds: 90 });
    case 'cert-manager':
      return ofOurs(name, {
        folder: join(__dirname, '../cluster/cert-manager'),
        modules: [certManagerModule],
        buildSeconds: 120,
      });
    case 'keda-operator':
      return ofModule(name, {
        ...kedaModule,
        packagePath: `${kedaModule.module}/cmd/operator`,
        buildSeconds: 440,
      });
    case 'keda-adapter':
      return ofModule(name, {
        ...kedaModule,
        packagePath: `${kedaModule.module}/cmd/adapter`,
        buildSeconds: 60,
      });
    case 'coredns':
      return ofOurs(name, {
        folder: join(__dirname, '../nodes/name-server'),
        modules: [{ path: 'github.com/coredns/coredns', version: '1.14.7' }],
        buildSeconds: 60,
      });
    case 'traefik': {
      const packagePath = 'github.com/traefik/traefik/v3/cmd/traefik';
      const version = thirdPartyImages.traefik.tag.replace('v', '');
      const buildFolder = () => traefikBuildFolder(version, packagePath);
      return { name, version, packagePath, buildFolder, linkerFlags: [], buildSeconds: 480 };
    }
    case 'pebble':
      return ofModule(name, { ...pebbleModule, buildSeconds: 5 });
    case 'acmesolver':
      return ofOurs(name, {
        folder: join(__dirname, '../images/acme-solver'),
        modules: [certManagerModule],
        buildSeconds: 10,
      });
    case 'k6':
      return ofModule(name, { ...k6Module, packagePath: k6Module.module, buildSeconds: 100 });
    case 'promtool':
      return ofModule(name, { ...prometheusModule, buildSeconds: 400 });
    case 'amtool':
      return ofModule(name, { ...alertmanagerModule, buildSeconds: 50 });
    case 'prometheus':
      return ofModule(name, { ...prometheusModule, buildSeconds: 180 });
    case 'alertmanager': {
      const { module, version } = alertmanagerModule;
      const packagePath = `${module}/cmd/alertmanager`;
      const buildFolder = () => alertmanagerBuildFolder(module, version, packagePath);
      return { name, version, packagePath, buildFolder, linkerFlags: [], buildSeconds: 60 };
    }
    case 'loki':
      return ofModule(name, { ...lokiModule, buildSeconds: 460 });
    case 'log-pipeline':
      return ofOurs(name, {
        folder: join(__dirname, 'log-pipeline'),
        modules: [
          { path: lokiModule.module, version: lokiModule.version },
          { path: 'github.com/grafana/alloy/syntax', version: '0.1.0' },
        ],
        directives: lokiModule.directives,
        buildSeconds: 60,
      });
    case 'pause':
      return ofOurs(name, { folder: join(__dirname, '../images/pause'), buildSeconds: 2 });
    default:
      return {
        name,
        version: release,
        packagePath: `k8s.io/kubernetes/cmd/${name}`,
        buildFolder: () => kubernetesBuildFolder(release),
        linkerFlags: versionFlags(release),
        buildSeconds: kubernetesSeconds[name],
      };
  }
}

interface PublishedProgram {
  readonly module: string;
  readonly version: string;
  /** Default: the one under `cmd` that is called like the program. */
  readonly packagePath?: string;
  readonly directives?: readonly string[];
  readonly buildSeconds: number;
}

function ofModule(
  name: ProgramName,
  { module, version, directives, packagePath = `${module}/cmd/${name}`, buildSeconds }: PublishedProgram,
): Program {
  return {
    name,
    version,
    packagePath,
    buildFolder: () => programBuildFolder({ name, module, version, packagePath, directives }),
    linkerFlags: [],
    buildSeconds,
  };
}

function ofOurs(
  name: ProgramName,
  { buildSeconds, ...source }: OwnProgram & { readonly buildSeconds: number },
): Program {
  const { version, buildFolder } = ownProgram(name, source);
  return { name, version, packagePath: '.', buildFolder, linkerFlags: [], buildSeconds };
}

/** Without these a build from the proxy calls itself v0.0.0-master, and refuses to serve APIs by its version. */
function versionFlags(release: string): readonly string[] {
  const [major, minor] = release.split('.');
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((variables) =>
    [
      `gitVersion=v${release}`,
      `gitMajor=${major}`,
      `gitMinor=${minor}`,
      'gitTreeState=archive',
      'buildDate=1970-01-01T00:00:00Z',
    ].map((setting) => `-X ${variables}.${setting}`),
  );
}
