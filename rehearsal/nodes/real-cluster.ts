import { ports } from '../../config/contract';
import { monitoringPorts } from '../../config/monitoring';
import type { Environment } from '../../config/schema';
import { ApiServer } from '../cluster/api-server';
import { injectAuthorities } from '../cluster/authority-injector';
import { startCertManager } from '../cluster/cert-manager';
import { hasCondition } from '../cluster/conditions';
import { startControlPlane } from '../cluster/control-plane';
import { startMetricsServer } from '../cluster/metrics-server';
import type { RehearsalCluster } from '../cluster/rehearsal-cluster';
import { RunFolder, type RunProcess } from '../cluster/run-folder';
import { provideVolumes } from '../cluster/volumes';
import { until } from '../cluster/waiting';
import { publicNames, startEdge } from '../edge/edge';
import { makeApplicationImage } from '../images/application-image';
import { imageStore } from '../images/image-store';
import { type ImageReferences, solverImage, storedReference } from '../images/references';
import { PolicyEnforcer } from '../network-policies/policy-enforcer';
import { findProgram, findPrograms, type Progress } from '../programs/find-program';
import { nodeClusterPrograms } from '../programs/program';
import { adaptation } from '../stand-ins/adaptation';
import { type OutsideNames, startOutsideServices } from '../stand-ins/outside-services';
import { addonObjects } from './addons';
import { vpcAddresses } from './addresses';
import { containerSoftware } from './container-software';
import { diskMaker } from './disks';
import { nameServerRights } from './name-server';
import { nodePlans } from './node-plan';
import { proxyRights } from './kube-proxy';
import type { RealNode } from './real-node';
import { RealNodes } from './real-nodes';
import { makeVpc } from './vpc';

export interface RealClusterOptions {
  /** Of Kubernetes, such as 1.36.3. */
  readonly release: string;
  /** The nodes and addresses are this environment's. */
  readonly environment: Environment;
  readonly outside: OutsideNames;
  readonly images: ImageReferences;
  /** See `RealParts`. */
  readonly attackProgram: readonly string[];
  readonly progress: Progress;
}

/**
 * Real nodes: containers run, packets pass or do not, CPU is used. This process must be in namespaces of its own, because
 * the network that it makes is this process's.
 */
export async function startRealCluster(options: RealClusterOptions): Promise<RehearsalCluster> {
  const { release, environment, outside, images, progress } = options;
  const programs = await findPrograms(nodeClusterPrograms, release, progress);
  const software = await containerSoftware();
  const store = await imageStore(software, (name) => findProgram(name, release, progress));
  const run = RunFolder.create();
  try {
    await makeVpc(environment.network);
    progress(`starting Kubernetes ${release}, PostgreSQL and Valkey`);
    const host = vpcAddresses(environment.network).kubernetesApi;
    const [controlPlane, services, edge] = await Promise.all([
      startControlPlane(run, programs, {
        host,
        port: ports.kubernetesApi,
        // It reaches pods, as on EKS.
        apiServerFlags: ['--enable-aggregator-routing=true'],
      }),
      startOutsideServices(environment, outside),
      startEdge(run, environment, programs),
    ]);
    const { kubeconfig } = controlPlane;
    const api = await ApiServer.open(run, programs.kubectl, kubeconfig);
    for (const object of [...nameServerRights, ...proxyRights]) await api.put(object);
    edge.serve(api);
    progress("making the application's image");
    const trusted = `${services.authorities.cache}${edge.authority}`;
    const application = await makeApplicationImage(run, software.umoci, trusted);
    progress('starting three nodes');
    const plans = nodePlans(environment);
    const volumes = provideVolumes(api, await diskMaker(run, plans));
    const nodes = await RealNodes.start({
      run,
      environment,
      plans,
      programs,
      software,
      store,
      controlPlane,
      application,
      references: images,
      names: { ...services.names, ...publicNames(environment) },
    });
    await startMetricsServer(run, programs['metrics-server'], kubeconfig, api, host);
    const certManagerMetrics = `${host}:${monitoringPorts.certManager}`;
    const certManager = await startCertManager(run, programs['cert-manager'], kubeconfig, api, {
      solverImage,
      nameservers: [`${vpcAddresses(environment.network).nameServer}:${ports.dns}`],
      metricsAddress: certManagerMetrics,
    });
    for (const object of addonObjects(`http://${certManagerMetrics}/metrics`)) await api.put(object);
    await untilReady(api, nodes.all(), certManager);
    const injector = injectAuthorities(api);
    const policies = PolicyEnforcer.start(api, () => nodes.all());
    return {
      kubernetesVersion: await api.version(),
      kubeconfig,
      nodes: 'real',
      run,
      api,
      kubectl: programs.kubectl,
      adapt: adaptation({
        secrets: services.secrets,
        databaseAuthorities: services.authorities.database,
        images: [images.application, ...store.names.map((name) => storedReference(name, images))],
        certificates: edge.certificates,
        internetAuthorities: `${services.authorities.cache}${edge.authority}${edge.certificates.issuedAuthority}`,
      }),
      network: nodes,
      real: {
        environment,
        pauseImage: images.thirdParty.pause,
        edge,
        outside: services,
        attackProgram: options.attackProgram,
        lead: (names) => nodes.lead(names),
        renewPolicies: () => policies.renew(),
      },
      stop: async () => {
        injector.stop();
        policies.stop();
        volumes.stop();
        await edge.stop();
        await services.stop();
        run.remove();
      },
    };
  } catch (error) {
    run.remove();
    throw error;
  }
}

async function untilReady(
  api: ApiServer,
  nodes: readonly RealNode[],
  certManager: RunProcess,
): Promise<void> {
  await until(
    'real nodes',
    async () => {
      const live = await api.list('v1', 'Node');
      return live.filter((node) => hasCondition(node, 'Ready')).length === nodes.length;
    },
    { seconds: 90, processes: [certManager, ...nodes.flatMap(({ processes }) => processes)] },
  );
}
