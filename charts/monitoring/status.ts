import { statusComponents, statusSeries, type StatusComponent, statusStates } from '../../config/status';
import type { ComponentRules } from '../alert';

/** Not `component`: that label of an alert says which part raised it. */
const label = 'status_component';

function stateOf({ name, alerts }: StatusComponent): string {
  const firing = (severity: string): string =>
    `ALERTS{alertstate="firing",severity="${severity}",alertname=~"${alerts.join('|')}"}`;
  const worst = `max(2 * ${firing('critical')} or ${firing('warning')} or vector(0))`;
  return `label_replace(${worst}, "${label}", "${name}", "", "")`;
}

/** How each part of the product is, by the alerts that fire: 0 up, 1 degraded, 2 down. */
export const statusRules: ComponentRules = () => ({
  name: 'status',
  recordings: [{ record: statusSeries, expression: statusComponents.map(stateOf).join(' or ') }],
  alerts: [],
});

const stateText = (value: string): string => {
  const [up, degraded, down] = statusStates;
  return `{{ if ge ${value} 2.0 }}${down}{{ else if ge ${value} 1.0 }}${degraded}{{ else }}${up}{{ end }}`;
};

/**
 * A console of Prometheus that is JSON: `{"status": …, "at": …, "components": [{"name": …, "status": …}]}`, the worst
 * first. It asks its own questions, whatever is asked of it, and fails with 500 while no rule has told a state.
 * https://prometheus.io/docs/visualization/consoles/
 */
export const statusPage = (): string =>
  [
    `{{ $worst := query "max(${statusSeries})" | first | value }}`,
    `{"status":"${stateText('$worst')}",`,
    `"at":{{ query "floor(max(timestamp(${statusSeries})))" | first | value | printf "%.0f" }},`,
    `"components":[{{ range $index, $one := query "${statusSeries}" | sortByLabel "${label}" }}`,
    `{{ if $index }},{{ end }}{"name":"{{ $one.Labels.${label} }}","status":"${stateText('$one.Value')}"}`,
    '{{ end }}]}\n',
  ].join('');
