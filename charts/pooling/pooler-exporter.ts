import { k8s } from 'cdk8s-plus-28';
import { ports } from '../../config/contract';
import { poolerExporterSize } from '../../config/pooler';
import { imageReference } from '../image-reference';
import type { ClusterInputs } from '../inputs';
import type { Sidecar } from '../workload/container';
import { statisticsUser } from './pgbouncer-settings';
import { poolerFolders, socketFolder } from './pooler-files';

/** Not PgBouncer's own user, which the admin console lets do everything. */
const userId = 65_534;

const httpGet: k8s.HttpGetAction = { path: '/', port: k8s.IntOrString.fromNumber(ports.poolerMetrics) };

/** Turns the statistics of the PgBouncer beside it into metrics. https://github.com/prometheus-community/pgbouncer_exporter */
export const poolerExporter = (inputs: ClusterInputs): Sidecar => ({
  ...poolerExporterSize,
  name: 'exporter',
  image: imageReference('pgbouncerExporter', inputs.pullThroughHost),
  arguments: [
    `--web.listen-address=:${ports.poolerMetrics}`,
    `--pgBouncer.connectionString=host=${poolerFolders.socket} port=${ports.pooler} user=${statisticsUser} dbname=pgbouncer sslmode=disable`,
  ],
  variables: [],
  userId,
  ports: [{ name: 'metrics', containerPort: ports.poolerMetrics }],
  probes: {
    startupProbe: { httpGet, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 30 },
    readinessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 6 },
    livenessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  },
  writableFolders: [socketFolder],
  readOnlyVolumes: [],
});
