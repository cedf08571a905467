import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { nodeLabels } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { PoolName } from '../../config/schema/cluster';
import { freePort } from '../../servers/free-port';
import { goModule } from '../../servers/tools/go-tool';
import { kwokModule } from '../programs/program';
import type { ApiObject } from './api-server';
import type { ControlPlane } from './control-plane';
import { askedByHttpExpression } from './fake-pods/pod-spec';
import { poolLabels, poolTaints } from './pool-labels';
import type { RunFolder, RunProcess } from './run-folder';

/** Room for a pool's replicas at their maximum, so that no scenario waits for a node that nobody buys. */
const nodeSize = { cpu: '16', memory: '64Gi', pods: '110' };

/**
 * What kwok plays: nodes that beat, made-up usage, and of pods without an HTTP readiness probe that they become ready,
 * complete and end at once.
 */
const stages = [
  'stage/node/fast/node-initialize',
  'stage/node/heartbeat-with-lease/node-heartbeat-with-lease',
  'stage/pod/fast/pod-ready',
  'stage/pod/fast/pod-complete',
  'stage/pod/fast/pod-delete',
  'metrics/resource/metrics-resource',
  'metrics/usage/usage-from-annotation',
];

/** Annotation by which kwok knows its nodes. */
const fakeNode = { 'kwok.x-k8s.io/node': 'fake' };

/** Nodes as the pools of environments buy them: one of each pool and architecture in each zone. */
export function fakeNodes(environments: readonly Environment[]): readonly ApiObject[] {
  const nodes = environments.flatMap(({ cluster, network }) =>
    (Object.keys(cluster.pools) as PoolName[]).flatMap((pool) =>
      network.zones.map(({ name: zone }) => fakeNodeOf(pool, cluster.pools[pool], zone)),
    ),
  );
  return [...new Map(nodes.map((node) => [node.metadata.name, node])).values()];
}

function fakeNodeOf(
  pool: PoolName,
  { architecture, capacity }: Environment['cluster']['pools']['general'],
  zone: string,
): ApiObject {
  const name = `fake-${pool}-${architecture}-${zone}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: {
        ...fakeNode,
        'metrics.k8s.io/resource-metrics-path': `/metrics/nodes/${name}/metrics/resource`,
      },
      labels: {
        'kubernetes.io/os': 'linux',
        [nodeLabels.architecture]: architecture,
        [nodeLabels.host]: name,
        ...poolLabels(pool, { capacity }, zone),
      },
    },
    spec: { taints: poolTaints(pool) },
    status: { capacity: nodeSize, allocatable: nodeSize },
  };
}

/** Starts kwok, which plays the kubelets of nodes with `fakeNode`'s annotation. */
export async function startKwok(
  run: RunFolder,
  program: string,
  { authority, kubeconfigFor }: ControlPlane,
): Promise<RunProcess> {
  const port = await freePort();
  const serving = authority.sign('kwok', '/CN=kwok', ['IP:127.0.0.1']);
  const config = run.file('kwok.yaml');
  writeFileSync(config, await kwokConfig(port));
  return run.start('kwok', program, [
    ...['--kubeconfig', kubeconfigFor('kwok-client', '/O=system:masters/CN=kwok'), '--config', config],
    ...['--server-address', `127.0.0.1:${port}`],
    ...['--tls-cert-file', serving.certificate, '--tls-private-key-file', serving.key],
  ]);
}

async function kwokConfig(port: number): Promise<string> {
  const folder = join(await goModule(kwokModule.module, kwokModule.version), 'kustomize');
  const options = {
    manageAllNodes: false,
    manageNodesWithAnnotationSelector: Object.entries(fakeNode)
      .map(([key, value]) => `${key}=${value}`)
      .join(),
    nodeLeaseDurationSeconds: 40,
    // Zero, and so nothing at all, when they are left out of a file.
    nodeLeaseParallelism: 4,
    podPlayStageParallelism: 4,
    nodePlayStageParallelism: 4,
    podsOnNodeSyncParallelism: 4,
    enablePodsOnNodeSyncStreamWatch: true,
    cidr: '10.244.0.0/16',
    nodeIP: '127.0.0.1',
    nodePort: port,
  };
  return [
    stringify({ apiVersion: 'config.kwok.x-k8s.io/v1alpha1', kind: 'KwokConfiguration', options }),
    ...stages.map((stage) => stageText(readFileSync(join(folder, `${stage}.yaml`), 'utf8'))),
  ].join('\n---\n');
}

/** A stage of kwok's own that leaves pods alone that `FakePods` plays. */
function stageText(text: string): string {
  const { spec, ...stage } = parse(text);
  if (spec.resourceRef?.kind !== 'Pod') return text;
  const { matchExpressions } = spec.selector;
  const others = { key: askedByHttpExpression, operator: 'DoesNotExist' };
  const selector = { ...spec.selector, matchExpressions: [...matchExpressions, others] };
  return stringify({ ...stage, spec: { ...spec, selector } });
}
