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

/** A certificate that ends and a load balancer that is gone show nowhere else. */
export const edgeIsProbed = rule(['edge.appHost', 'monitoring.probes.*.host'], ([appHost, hosts]) =>
  hosts.some(({ value }) => value === appHost)
    ? []
    : [
        {
          field: 'monitoring.probes',
          got: hosts.map(({ value }) => value).join(', '),
          allowed: `a list with ${appHost}, which is edge.appHost`,
        },
      ],
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
