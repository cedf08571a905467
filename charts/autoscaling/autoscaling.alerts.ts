import { scrapeJobs } from '../../config/monitoring';
import type { ComponentRules } from '../alert';

const ofAutoscalers = (metric: string, more = ''): string =>
  `max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_${metric}{job="${scrapeJobs.kubeStateMetrics}"${more}})`;

/** Whether pods can still follow the load. KEDA's: https://keda.sh/docs/2.21/integrations/prometheus/ */
export const autoscalingAlerts: ComponentRules = () => ({
  name: 'autoscaling',
  recordings: [],
  alerts: [
    {
      name: 'AutoscalerAtMaximum',
      severity: 'warning',
      owner: 'platform',
      expression: `${ofAutoscalers('status_current_replicas')} >= ${ofAutoscalers('spec_max_replicas')} and ${ofAutoscalers('spec_max_replicas')} > ${ofAutoscalers('spec_min_replicas')}`,
      forMinutes: 15,
      summary:
        '{{ $labels.horizontalpodautoscaler }} ({{ $labels.namespace }}) has all {{ $value }} pods that it may have: more load makes customers wait.',
    },
    {
      name: 'AutoscalerBlind',
      severity: 'warning',
      owner: 'platform',
      expression: `${ofAutoscalers('status_condition', ',condition="ScalingActive",status="false"')} == 1`,
      forMinutes: 10,
      summary:
        'The autoscaler of {{ $labels.horizontalpodautoscaler }} ({{ $labels.namespace }}) has no figures: at the next peak customers wait.',
    },
    {
      name: 'QueueScalerFails',
      severity: 'warning',
      owner: 'platform',
      // It asks every ten seconds.
      expression: `sum by (scaledObject) (increase(keda_scaler_detail_errors_total{job="keda-operator"}[10m])) > 10`,
      forMinutes: 5,
      summary:
        'KEDA cannot read how many tasks wait for {{ $labels.scaledObject }}: at the next peak customers’ tasks begin late.',
    },
  ],
});
