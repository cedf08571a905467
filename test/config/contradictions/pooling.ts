import { type Contradiction, inProduction, inStarter } from './contradiction';

export const poolingContradictions: readonly Contradiction[] = [
  inProduction('more connections than the database takes', (d) => (d.pooling.poolSize = 200), [
    'pooling.poolSize',
  ]),
  inStarter('a class too small for the poolers', (d) => (d.database.instanceClass = 't4g.small'), [
    'pooling.poolSize',
  ]),
  inStarter('more poolers than the database takes', (d) => (d.pooling.replicas = 8), ['pooling.poolSize']),
  inProduction('clients that one pooler cannot take', (d) => (d.pooling.maxClients = 499), [
    'pooling.maxClients',
  ]),
  inProduction('a pooler that ends before its clients leave', (d) => (d.pooling.shutdownSeconds = 59), [
    'pooling.shutdownSeconds',
  ]),
  inProduction('a pooler with less memory than it asks for', (d) => (d.pooling.memoryLimitMib = 127), [
    'pooling.memoryLimitMib',
  ]),
];
