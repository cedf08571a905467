import { parse } from 'yaml';
import { type Flow, flows } from '../../../config/flows';
import { addonScrapes, nodeScrapes } from '../../../config/scrapes';
import { objectName, objectsOfKind, podTemplates } from '../kubernetes-objects';
import { podLabels } from '../../../config/contract';
import type { Json, Law, Tree } from '../tree';

const metricsPortName = 'metrics';

/** A job of Prometheus that finds pods, and at which of their ports it asks. */
interface PodJob {
  readonly workload: string;
  readonly namespace: string;
  readonly port: number;
}

const jobsOf = (tree: Tree): Json[] =>
  objectsOfKind(tree, 'ConfigMap')
    .filter(({ metadata }) => metadata.name === 'prometheus')
    .flatMap(({ data }) => parse((data as Json)['prometheus.yml']).scrape_configs);

const podJobs = (tree: Tree): PodJob[] =>
  jobsOf(tree).flatMap(({ job_name, kubernetes_sd_configs = [], relabel_configs = [] }) =>
    kubernetes_sd_configs
      .filter(({ role }: Json) => role === 'pod')
      .map(({ namespaces }: Json) => ({
        workload: job_name,
        namespace: namespaces.names[0],
        port: Number(
          relabel_configs.find(
            ({ source_labels: [label] }: Json) => label === '__meta_kubernetes_pod_container_port_number',
          ).regex,
        ),
      })),
  );

/** What any pod shows as metrics is scraped, and what is scraped is shown by a pod. */
export const metricsAreScraped: Law = (tree) => {
  const jobs = podJobs(tree);
  const shown = podTemplates(tree).flatMap(({ owner, namespace, labels, containers }) =>
    containers
      .flatMap(({ ports = [] }) => ports as Json[])
      .map(({ name, containerPort }) => ({
        owner,
        namespace,
        name,
        containerPort,
        pod: labels[podLabels.name],
      })),
  );
  const isOf = (job: PodJob, port: (typeof shown)[number]): boolean =>
    job.workload === port.pod && job.namespace === port.namespace && job.port === port.containerPort;
  return [
    ...shown
      .filter(({ name }) => name === metricsPortName)
      .filter((port) => !jobs.some((job) => isOf(job, port)))
      .map(
        ({ owner, containerPort }) => `${objectName(owner)}: nobody scrapes its metrics at ${containerPort}`,
      ),
    ...jobs
      .filter((job) => !shown.some((port) => isOf(job, port)))
      .map(({ workload, port }) => `job ${workload}: no pod of ${workload} shows port ${port}`),
  ];
};

/** What Prometheus scrapes it may reach, and what it may reach for metrics it scrapes. */
export const scrapesHaveFlows: Law = (tree) => {
  const { application } = tree.environment;
  const portOf = ({ port }: Flow): number => (port === 'application' ? application.port : port);
  const reached = flows
    .filter(({ from, why }) => from === 'prometheus' && why === 'metrics')
    .filter(({ port }) => port !== 'application' || application.metricsPath !== null)
    .map((flow) => `${flow.to} ${portOf(flow)}`);
  const names = new Set(jobsOf(tree).map(({ job_name }) => job_name));
  const scraped = [
    ...podJobs(tree).map(({ workload, port }) => `${workload} ${port}`),
    ...addonScrapes.filter(({ job }) => names.has(job)).map(({ addon, port }) => `${addon} ${port}`),
    ...nodeScrapes.filter(({ job }) => names.has(job)).map(({ port }) => `nodes ${port}`),
  ];
  return [
    ...scraped
      .filter((target) => !reached.includes(target))
      .map((target) => `${target}: scraped without a flow`),
    ...reached
      .filter((target) => !scraped.includes(target))
      .map((target) => `${target}: a flow that no job uses`),
  ];
};
