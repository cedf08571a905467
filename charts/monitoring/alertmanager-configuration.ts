import type { Environment } from '../../config/schema';
import { secretFile } from '../workload/secret-provider';
import { inhibitions } from './inhibitions';

/** Who is told: `page` at any hour, `notice` in working hours, `heartbeat` is an alarm outside the cluster. */
export const receivers = { page: 'page', notice: 'notice', heartbeat: 'heartbeat' } as const;

const workingHours = 'working-hours';

/** Where the heartbeat goes. */
export interface HeartbeatTarget {
  readonly topicArn: string;
  readonly region: string;
}

/**
 * Alertmanager's configuration. An alert that no route knows pages. Alerts of one component and severity are one
 * notification, and so one incident at PagerDuty. https://prometheus.io/docs/alerting/latest/configuration/
 */
export const alertmanagerConfiguration = (
  environment: Pick<Environment, 'name' | 'monitoring' | 'observability'>,
  heartbeat: HeartbeatTarget | null,
): object => {
  const { paging } = environment.observability;
  const pagerDuty = paging.routingKeySecretName
    ? { pagerduty_configs: [pagerDutyEvent(environment, paging.routingKeySecretName)] }
    : {};
  return {
    route: {
      receiver: receivers.page,
      group_by: ['component'],
      group_wait: '15s',
      group_interval: '2m',
      repeat_interval: '4h',
      routes: [
        {
          receiver: receivers.heartbeat,
          matchers: ['severity="heartbeat"'],
          group_wait: '0s',
          group_interval: '1m',
          repeat_interval: '4m',
        },
        {
          receiver: receivers.notice,
          matchers: ['severity="warning"'],
          active_time_intervals: [workingHours],
          repeat_interval: '24h',
        },
      ],
    },
    time_intervals: [{ name: workingHours, time_intervals: [interval(paging.workingHours)] }],
    inhibit_rules: inhibitions.map(({ by, muted, equal }) => ({
      source_matchers: [`alertname=~"${by.join('|')}"`],
      target_matchers: [`alertname=~"${muted.join('|')}"`],
      equal,
    })),
    receivers: [
      { name: receivers.page, ...pagerDuty },
      { name: receivers.notice, ...pagerDuty },
      { name: receivers.heartbeat, ...(heartbeat && { sns_configs: [heartbeatMessage(heartbeat)] }) },
    ],
  };
};

/** What fires at night and still fires in the morning is told then. */
const interval = ({
  timeZone,
  from,
  to,
}: Environment['observability']['paging']['workingHours']): object => ({
  weekdays: ['monday:friday'],
  times: [{ start_time: from, end_time: to }],
  location: timeZone,
});

const eachFiring = (text: string): string => `{{ range .Alerts.Firing }}${text}{{ end }}`;

/** An event without alerts that fire, of their end, has no links: PagerDuty has them from its beginning. */
const firstFiring = (text: string): string =>
  `{{ range $index, $alert := .Alerts.Firing }}{{ if eq $index 0 }}${text}{{ end }}{{ end }}`;

/** From an hour before it fired on: what fired at night may be read in the morning. */
const panelAtItsTime =
  '{{ if .Annotations.panel }}{{ .Annotations.panel }}&from={{ (.StartsAt.Add -3600000000000).UnixMilli }}&to=now{{ end }}';

const eventLinks = (sourceUrl: string | null): object[] => [
  { href: firstFiring(panelAtItsTime), text: 'Panel' },
  ...(sourceUrl === null
    ? []
    : [{ href: firstFiring(`${sourceUrl}/{{ .Annotations.runbook }}`), text: 'Runbook' }]),
];

/**
 * An event of PagerDuty: the incident's title is what customers feel, its details name alerts, runbooks and panels, its
 * links lead to those of the first alert.
 */
const pagerDutyEvent = (
  { name, monitoring }: Pick<Environment, 'name' | 'monitoring'>,
  secretName: string,
): object => ({
  routing_key_file: secretFile({ secretName, field: null }),
  send_resolved: true,
  client: `Alertmanager ${name}`,
  description: `${name}: ${eachFiring('{{ .Annotations.summary }} ')}`,
  severity: '{{ .CommonLabels.severity }}',
  component: '{{ .CommonLabels.component }}',
  group: name,
  details: {
    alerts: eachFiring(
      '{{ .Labels.alertname }} ({{ .Labels.owner }}): {{ .Annotations.runbook }} {{ .Annotations.panel }}\n',
    ),
  },
  links: eventLinks(monitoring.grafana.sourceUrl),
});

const heartbeatMessage = ({ topicArn, region }: HeartbeatTarget): object => ({
  topic_arn: topicArn,
  sigv4: { region },
  send_resolved: false,
  subject: 'Alerts are evaluated and delivered',
  message: '{{ .CommonAnnotations.summary }}',
});
