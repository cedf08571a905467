import { accessChanges } from './changes/access';
import { cacheChanges } from './changes/cache';
import { clusterChanges } from './changes/cluster';
import { databaseChanges } from './changes/database';
import { mixedChanges } from './changes/mixed';
import { networkChanges } from './changes/network';
import { objectChanges } from './changes/objects';
import { sourceChanges } from './changes/sources';
import { storeChanges } from './changes/stores';
import { workloadChanges } from './changes/workloads';
import type { LabelledChange } from './labelled-change';

/** Changes of this platform, each with the verdict that a person gave it. */
export const corpus: readonly LabelledChange[] = [
  ...databaseChanges,
  ...cacheChanges,
  ...networkChanges,
  ...storeChanges,
  ...accessChanges,
  ...clusterChanges,
  ...workloadChanges,
  ...objectChanges,
  ...mixedChanges,
  ...sourceChanges,
];
