import { type Contradiction, inProduction } from './contradiction';

const parts = [
  'prometheus',
  'alertmanager',
  'grafana',
  'loki',
  'logAgent',
  'exporters.postgres',
  'exporters.redis',
  'exporters.blackbox',
] as const;

export const monitoringContradictions: readonly Contradiction[] = [
  ...parts.map((part) =>
    inProduction(
      `a limit of ${part} under its request`,
      ({ monitoring }) => {
        const [name, exporter] = part.split('.') as ['exporters' | 'loki', 'postgres'?];
        const size = exporter ? monitoring.exporters[exporter] : monitoring[name as 'loki'];
        size.memoryRequestMib = size.memoryLimitMib + 1;
      },
      [`monitoring.${part}.memoryLimitMib`],
    ),
  ),
  inProduction('one Alertmanager for two Prometheus', (d) => (d.monitoring.alertmanager.replicas = 1), [
    'monitoring.alertmanager.replicas',
  ]),
  inProduction(
    'a Prometheus without memory for its series',
    (d) => (d.monitoring.prometheus.memoryLimitMib = 2048),
    ['monitoring.prometheus.memoryLimitMib'],
  ),
  inProduction(
    'a Prometheus without room for its samples',
    (d) => (d.monitoring.prometheus.storageGib = 20),
    ['monitoring.prometheus.storageGib'],
  ),
  inProduction('a look back to deleted logs', (d) => (d.monitoring.loki.lookBackDays = 400), [
    'monitoring.loki.lookBackDays',
  ]),
];
