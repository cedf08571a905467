import { type Contradiction, inProduction } from './contradiction';

export const applicationContradictions: readonly Contradiction[] = [
  inProduction(
    'more workers without a metric than at most',
    (d) => (d.application.components.worker.replicasWithoutMetric = 6),
    ['application.components.worker.replicasWithoutMetric'],
  ),
  inProduction(
    'fewer replicas at most than at least',
    (d) => (d.application.components.api.replicas.max = 2),
    ['application.components.api.replicas.min'],
  ),
  inProduction(
    'a memory limit under the request',
    (d) => (d.application.components.worker.memoryLimitMib = 512),
    ['application.components.worker.memoryLimitMib'],
  ),
  inProduction('a migration limit under its request', (d) => (d.application.migration.memoryLimitMib = 128), [
    'application.migration.memoryLimitMib',
  ]),
  inProduction(
    'a pod larger than every node of its pool',
    (d) => {
      Object.assign(d.application.components.realtime, { memoryRequestMib: 13_000, memoryLimitMib: 13_000 });
      // The pool has room for as many.
      d.cluster.pools.general.memoryGibLimit = 128;
    },
    ['application.components.realtime.memoryRequestMib'],
  ),
  inProduction(
    'a migration with more CPU than every node of its pool',
    (d) => (d.application.migration.cpuRequestMillicores = 8000),
    ['application.migration.cpuRequestMillicores'],
  ),
  inProduction('spot pods that stop too slowly', (d) => (d.application.shutdownSeconds = 101), [
    'application.shutdownSeconds',
  ]),
  inProduction('a variable of the contract', (d) => (d.application.variables.DATABASE_URL = 'x'), [
    'application.variables.DATABASE_URL',
  ]),
  inProduction(
    'a variable of the contract for one component',
    (d) => (d.application.components.api.variables.PORT = '80'),
    ['application.components.api.variables.PORT'],
  ),
  inProduction(
    'a secret that fills a variable of the contract',
    (d) => (d.application.secrets = [secret('ENCRYPTION_KEY')]),
    ['application.secrets[0].variable'],
  ),
  inProduction(
    'two secrets for one variable',
    (d) => (d.application.secrets = [secret('MODEL_KEY'), secret('MODEL_KEY')]),
    ['application.secrets[1].variable'],
  ),
  inProduction(
    'a secret and a plain value for one variable',
    (d) => (d.application.secrets = [secret('LOG_LEVEL')]),
    ['application.secrets[0].variable'],
  ),
  inProduction(
    'a secret and a component’s value for one variable',
    (d) => {
      d.application.secrets = [secret('MODEL_KEY')];
      d.application.components.worker.variables.MODEL_KEY = 'x';
    },
    ['application.secrets[0].variable'],
  ),
  inProduction('a writable root', (d) => (d.application.writableFolders = [folder('/')]), [
    'application.writableFolders[0].path',
  ]),
  inProduction('a writable /proc/x', (d) => (d.application.writableFolders = [folder('/proc/x')]), [
    'application.writableFolders[0].path',
  ]),
  inProduction(
    'a writable folder with dots',
    (d) => (d.application.writableFolders = [folder('/tmp/../a')]),
    ['application.writableFolders[0].path'],
  ),
  inProduction(
    'a writable folder over the secrets',
    (d) => (d.application.writableFolders = [folder('/mnt')]),
    ['application.writableFolders[0].path'],
  ),
  inProduction('a writable folder twice', (d) => d.application.writableFolders.push(folder('/tmp')), [
    'application.writableFolders[1].path',
  ]),
  inProduction('a writable folder in another', (d) => d.application.writableFolders.push(folder('/tmp/a')), [
    'application.writableFolders[1].path',
  ]),
  inProduction(
    'an image without a build for its pools',
    (d) => (d.application.image = digestImage(['amd64'])),
    ['application.image.architectures', 'application.image.architectures'],
  ),
  inProduction(
    'one built image for two architectures',
    (d) =>
      Object.assign(d.cluster.pools.workers, { architecture: 'amd64', instanceFamilies: ['m7i', 'm6i'] }),
    ['cluster.pools.workers.architecture'],
  ),
  inProduction('a build without a Dockerfile', (d) => (d.application.image.directory = 'config'), [
    'application.image.directory',
  ]),
  inProduction('a build of a folder that is missing', (d) => (d.application.image.directory = 'ap'), [
    'application.image.directory',
  ]),
];

const secret = (variable: string) => ({ variable, secretName: 'models', field: null });
const folder = (path: string) => ({ path, sizeMib: 64 });
const digestImage = (architectures: readonly string[]) => ({
  kind: 'digest',
  reference: `registry.example.com/product@sha256:${'0'.repeat(64)}`,
  architectures,
});
