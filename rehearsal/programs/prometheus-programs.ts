import { production } from '../../config/environments/production';
import type { PrometheusPrograms } from '../../servers/prometheus/prometheus-programs';
import { findPrograms, type Progress } from './find-program';
import { kubernetesRelease } from './kubernetes-release';

/** Prometheus and promtool of the version that production runs; the first time they are built, for minutes. */
export const prometheusPrograms = (progress: Progress): Promise<PrometheusPrograms> =>
  findPrograms(['prometheus', 'promtool'], kubernetesRelease(production.cluster.kubernetesVersion), progress);
