import { applicationContradictions } from './application';
import { clusterContradictions } from './cluster';
import type { Contradiction } from './contradiction';
import { databaseContradictions } from './database';
import { monitoringContradictions } from './monitoring';
import { networkContradictions } from './network';
import { operationsContradictions } from './operations';
import { poolingContradictions } from './pooling';
import { recoveryContradictions } from './recovery';

/** At least one for each rule. */
export const contradictions: readonly Contradiction[] = [
  ...networkContradictions,
  ...clusterContradictions,
  ...applicationContradictions,
  ...databaseContradictions,
  ...poolingContradictions,
  ...recoveryContradictions,
  ...operationsContradictions,
  ...monitoringContradictions,
];
