import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import type { ControlPlane } from '../cluster/control-plane';
import type { RunFolder, RunProcess } from '../cluster/run-folder';
import type { nodeClusterPrograms } from '../programs/program';
import type { ImageStore } from '../images/image-store';
import { type ImageReferences, sandboxImage, storedReference } from '../images/references';
import { type Containerd, startContainerd } from './containerd';
import type { ContainerSoftware } from './container-software';
import { kubeProxyUser, startKubeProxy } from './kube-proxy';
import { startKubelet } from './kubelet';
import { nameServerUser, startNameServer } from './name-server';
import { makeNodeNamespaces, type NodeNamespaces } from './node-namespaces';
import type { NodePlan } from './node-plan';
import { joinVpc } from './vpc';

export type NodePrograms = Readonly<Record<(typeof nodeClusterPrograms)[number], string>>;

/** What all nodes have in common. */
export interface NodeSurroundings {
  readonly run: RunFolder;
  readonly environment: Environment;
  readonly plans: readonly NodePlan[];
  readonly programs: NodePrograms;
  readonly software: ContainerSoftware;
  readonly store: ImageStore;
  /** Archive of the application's image, which is made anew for each run. */
  readonly application: string;
  readonly references: ImageReferences;
  readonly controlPlane: ControlPlane;
  /** Addresses by the names of what is outside of the cluster. */
  readonly names: Readonly<Record<string, string>>;
}

/** A node whose programs run. */
export interface RealNode {
  readonly plan: NodePlan;
  readonly namespaces: NodeNamespaces;
  readonly containerd: Containerd;
  readonly processes: readonly RunProcess[];
}

/** Starts a node from nothing. It registers itself, and is ready a little later. */
export async function startNode(plan: NodePlan, surroundings: NodeSurroundings): Promise<RealNode> {
  const { run, environment, plans, programs, software, store, controlPlane, names } = surroundings;
  const { network } = environment;
  const { name } = plan;
  const namespaces = await makeNodeNamespaces(run, name);
  await joinVpc(
    namespaces,
    plan,
    plans.filter((other) => other !== plan),
    network,
  );
  const kubeconfig = (user: string): string => controlPlane.kubeconfigFor(`${name}-${user}`, `/CN=${user}`);
  const containerd = await startContainerd(namespaces, software, store, plan.podBlock);
  await loadImages(containerd, surroundings);
  return {
    plan,
    namespaces,
    containerd,
    processes: [
      containerd.process,
      startNameServer(namespaces, programs.coredns, kubeconfig(nameServerUser), names),
      startKubeProxy(namespaces, plan, programs['kube-proxy'], kubeconfig(kubeProxyUser), network),
      startKubelet(namespaces, plan, programs.kubelet, controlPlane),
      namespaces.start('node-exporter', software.nodeExporter, [
        `--web.listen-address=${plan.address}:${monitoringPorts.nodeExporter}`,
      ]),
    ],
  };
}

/** Gives a node every image by the name that charts have for it. */
async function loadImages(
  containerd: Containerd,
  { store, application, references }: NodeSurroundings,
): Promise<void> {
  await containerd.tag('pause', sandboxImage);
  for (const name of store.names) await containerd.tag(name, storedReference(name, references));
  await containerd.load(application, references.application);
}
