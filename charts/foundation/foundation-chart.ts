import { namespaces } from '../../config/contract';
import type { Environment } from '../../config/schema';
import type { ClusterInputs } from '../inputs';
import { namespacePolicies } from '../network/namespace-policies';
import { renderChart, type RenderedChart } from '../rendered-chart';
import { createDatabaseCertificates } from './database-certificates';
import { createHeadroom } from './headroom';
import { createPriorityClasses } from './priority-classes';
import { createQuota } from './quota';
import { createStorageClass } from './storage-class';

const namespaceKeys = Object.keys(namespaces) as (keyof typeof namespaces)[];

/** What every workload stands on: priorities, bounds, refused traffic, storage, trusted authorities, room to grow. */
export function renderFoundation(environment: Environment, inputs: ClusterInputs): RenderedChart {
  return renderChart('foundation', (chart) => {
    createPriorityClasses(chart);
    createStorageClass(chart);
    for (const key of namespaceKeys) createQuota(chart, environment, key);
    for (const key of namespaceKeys) namespacePolicies(chart, namespaces[key], environment.network);
    createDatabaseCertificates(chart, inputs.region);
    createHeadroom(chart, environment, inputs);
  });
}
