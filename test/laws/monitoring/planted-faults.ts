import { parse, stringify } from 'yaml';
import { containerOf, objectIn, type PlantedFault } from '../planted-fault';
import type { Json } from '../tree';

/** Changes the list of jobs in Prometheus's file. */
const editJobs =
  (edit: (jobs: Json[]) => Json[]) =>
  (tree: Json): void => {
    const { data } = objectIn(tree, 'ConfigMap', 'prometheus');
    const file = parse(data['prometheus.yml']);
    data['prometheus.yml'] = stringify({ ...file, scrape_configs: edit(file.scrape_configs) });
  };

const named = (name: string) => (job: Json) => job.job_name === name;

export const monitoringFaults: readonly PlantedFault[] = [
  {
    law: 'metricsAreScraped',
    fault: 'metrics of a pod that no job asks for',
    plant: editJobs((jobs) => jobs.filter((job) => !named('pooler')(job))),
    seenAs: 'Deployment pooling/pooler: nobody scrapes its metrics at 9127',
  },
  {
    law: 'metricsAreScraped',
    fault: 'a job for a port that its pods do not show',
    plant: (tree) => (containerOf(tree, 'ingress').ports = []),
    seenAs: 'job ingress: no pod of ingress shows port 9100',
  },
  {
    law: 'scrapesHaveFlows',
    fault: 'a flow for metrics that nobody asks for',
    plant: editJobs((jobs) => jobs.filter((job) => !named('node-exporter')(job))),
    seenAs: 'nodes 9100: a flow that no job uses',
  },
  {
    law: 'scrapesHaveFlows',
    fault: 'a job at another port than its flow’s',
    plant: editJobs((jobs) =>
      jobs.map((job) =>
        named('ingress')(job) ? JSON.parse(JSON.stringify(job).replace('9100', '9101')) : job,
      ),
    ),
    seenAs: 'ingress 9101: scraped without a flow',
  },
];
