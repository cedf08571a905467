import { rule } from './rule';

export const replicasWithoutMetricAreInRange = rule(['application.components.worker'], ([worker]) =>
  worker.replicasWithoutMetric < worker.replicas.min || worker.replicasWithoutMetric > worker.replicas.max
    ? [
        {
          field: 'application.components.worker.replicasWithoutMetric',
          got: `${worker.replicasWithoutMetric}`,
          allowed: `from replicas.min to replicas.max, ${worker.replicas.min} to ${worker.replicas.max}`,
        },
      ]
    : [],
);
