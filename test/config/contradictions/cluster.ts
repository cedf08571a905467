import { type Contradiction, inProduction } from './contradiction';

export const clusterContradictions: readonly Contradiction[] = [
  inProduction('a Kubernetes version out of support', (d) => (d.cluster.kubernetesVersion = '1.33'), [
    'cluster.kubernetesVersion',
  ]),
  inProduction('a PostgreSQL version that RDS does not have', (d) => (d.database.engineVersion = '99'), [
    'database.engineVersion',
  ]),
  inProduction('a Valkey version that ElastiCache does not have', (d) => (d.cache.engineVersion = '8.9'), [
    'cache.engineVersion',
  ]),
  inProduction('an endpoint for the whole world', (d) => (d.cluster.endpointAccessCidrs = ['0.0.0.0/0']), [
    'cluster.endpointAccessCidrs[0]',
  ]),
  inProduction(
    'an endpoint for private addresses',
    (d) => (d.cluster.endpointAccessCidrs = ['10.0.0.0/16']),
    ['cluster.endpointAccessCidrs[0]'],
  ),
  inProduction(
    'an endpoint for one address twice',
    (d) => (d.cluster.endpointAccessCidrs = ['52.1.2.3/32', '52.1.2.3/32']),
    ['cluster.endpointAccessCidrs[1]'],
  ),
  inProduction(
    'an Intel family in an arm64 pool',
    (d) => d.cluster.pools.general.instanceFamilies.push('m7i'),
    ['cluster.pools.general.instanceFamilies[3]'],
  ),
  inProduction('a pool of single-vCPU nodes', (d) => (d.cluster.pools.workers.instanceSizes = ['medium']), [
    'cluster.pools.workers.instanceSizes',
  ]),
  inProduction('a control-plane log twice', (d) => d.cluster.controlPlaneLogs.push('api'), [
    'cluster.controlPlaneLogs[3]',
  ]),
  inProduction('a pool whose limit is less than a node', (d) => (d.cluster.pools.workers.vcpuLimit = 1), [
    'cluster.pools.workers.vcpuLimit',
  ]),
  inProduction('a pool for one node and many pods', (d) => (d.cluster.pools.general.vcpuLimit = 2), [
    'cluster.pools.general.vcpuLimit',
  ]),
  inProduction('a pool with too little memory', (d) => (d.cluster.pools.workers.memoryGibLimit = 4), [
    'cluster.pools.workers.memoryGibLimit',
  ]),
];
