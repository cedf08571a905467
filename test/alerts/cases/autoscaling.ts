import { type AlertCase, counter, gauge } from '../alert-case';

const notice = { severity: 'warning', owner: 'platform', component: 'autoscaling' };
const autoscaler = (metric: string, name = 'api', more = ''): string =>
  `kube_horizontalpodautoscaler_${metric}{job="kube-state-metrics",namespace="app",horizontalpodautoscaler="${name}"${more}}`;
const ofApi = { namespace: 'app', horizontalpodautoscaler: 'api' };

export const autoscalingCases: readonly AlertCase[] = [
  {
    alert: 'AutoscalerAtMaximum',
    series: {
      [autoscaler('status_current_replicas')]: gauge([20, 9], [30, 10], [20, 9]),
      [autoscaler('spec_max_replicas')]: gauge([70, 10]),
      [autoscaler('spec_min_replicas')]: gauge([70, 3]),
      // It may not scale at all.
      [autoscaler('status_current_replicas', 'still')]: gauge([70, 2]),
      [autoscaler('spec_max_replicas', 'still')]: gauge([70, 2]),
      [autoscaler('spec_min_replicas', 'still')]: gauge([70, 2]),
    },
    silentAt: [19, 34],
    firingAt: 36,
    recoveredAt: 51,
    labels: { ...notice, ...ofApi },
    summary: 'api (app) has all 10 pods that it may have: more load makes customers wait.',
  },
  {
    alert: 'AutoscalerBlind',
    series: {
      [autoscaler('status_condition', 'api', ',condition="ScalingActive",status="false"')]: gauge(
        [20, 0],
        [20, 1],
        [20, 0],
      ),
    },
    silentAt: [19, 29],
    firingAt: 31,
    recoveredAt: 41,
    labels: { ...notice, ...ofApi },
    summary: 'The autoscaler of api (app) has no figures: at the next peak customers wait.',
  },
  {
    alert: 'QueueScalerFails',
    series: {
      'keda_scaler_detail_errors_total{job="keda-operator",exported_namespace="app",scaledObject="worker",scaler="metricsAPIScaler",metric="tasks_waiting"}':
        counter([30, 0.9], [30, 1.2], [30, 0]),
    },
    silentAt: [29, 36],
    firingAt: 41,
    recoveredAt: 80,
    labels: { ...notice, scaledObject: 'worker' },
    summary: 'KEDA cannot read how many tasks wait for worker: at the next peak customers’ tasks begin late.',
  },
];
