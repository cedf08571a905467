import { monitoringVolume, plannedTenants, retentionShare } from '../monitoring-volume';
import { memoryFaults } from './memory-faults';
import { rule } from './rule';

const sized = [
  'prometheus',
  'alertmanager',
  'grafana',
  'loki',
  'logAgent',
  'exporters.postgres',
  'exporters.redis',
  'exporters.blackbox',
] as const;

export const monitoringMemoryIsInOrder = sized.map((part) =>
  rule(
    [`monitoring.${part}.memoryRequestMib`, `monitoring.${part}.memoryLimitMib`],
    ([requestMib, limitMib]) => memoryFaults(`monitoring.${part}`, requestMib, limitMib),
  ),
);

/** Of two Prometheus either may be away, and the alerts of the other must still reach somebody. */
export const alertsOutliveANode = rule(
  ['monitoring.prometheus.replicas', 'monitoring.alertmanager.replicas'],
  ([watching, telling]) =>
    watching > 1 && telling < 2
      ? [
          {
            field: 'monitoring.alertmanager.replicas',
            got: `${telling}`,
            allowed: `2 or 3, as long as monitoring.prometheus.replicas is ${watching}: one node would silence both`,
          },
        ]
      : [],
);

/** S3 deletes older logs, so a question that goes back further finds nothing and says nothing. */
export const lookBackFindsLogs = rule(
  ['monitoring.loki.lookBackDays', 'observability.logs.expireAfterDays'],
  ([lookBackDays, expireAfterDays]) =>
    lookBackDays <= expireAfterDays
      ? []
      : [
          {
            field: 'monitoring.loki.lookBackDays',
            got: `${lookBackDays}`,
            allowed: `at most ${expireAfterDays}, which is observability.logs.expireAfterDays`,
          },
        ],
);

/** Out of memory it starts anew, reads its log, and is out of memory again: nobody would be told of anything. */
export const prometheusHoldsItsSeries = rule(
  [
    'deploysTo',
    'monitoring',
    'application.components',
    'application.migration',
    'application.headroom',
    'pooling',
    'temporal',
    'autoscaling',
    'ingress',
  ],
  ([deploysTo, monitoring, components, migration, headroom, pooling, temporal, autoscaling, ingress]) => {
    if (deploysTo !== 'aws') return [];
    const { memoryLimitMib, storageGib, retentionDays } = monitoring.prometheus;
    const needed = monitoringVolume(
      {
        application: { components, migration, headroom },
        pooling,
        temporal,
        autoscaling,
        ingress,
        monitoring,
      },
      plannedTenants,
      retentionDays,
    );
    const reason = `${Math.round(needed.series / 1000)} thousand series of ${plannedTenants} tenants`;
    const neededGib = Math.ceil(needed.storageGib / retentionShare);
    return [
      ...(memoryLimitMib >= needed.memoryMib
        ? []
        : [
            {
              field: 'monitoring.prometheus.memoryLimitMib',
              got: `${memoryLimitMib}`,
              allowed: `at least ${needed.memoryMib}, for ${reason}`,
            },
          ]),
      ...(storageGib >= neededGib
        ? []
        : [
            {
              field: 'monitoring.prometheus.storageGib',
              got: `${storageGib}`,
              allowed: `at least ${neededGib}, for ${retentionDays} days of ${reason}`,
            },
          ]),
    ];
  },
);
