/**
 * Shows metrics where Prometheus looks for those of two add-ons. `cluster-state` reads the API server as kube-state-metrics
 * does, whose program cannot be had, and shows those of its metrics that the platform asks for. `relay URL` shows what a
 * program beside the cluster shows. Both listen at the port in PORT.
 */
import console from 'node:console';
import { readFileSync } from 'node:fs';
import { createServer, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { text } from 'node:stream/consumers';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

const ask = (get, url, options) =>
  new Promise((resolve, reject) => {
    get(url, { timeout: 5000, ...options }, (answer) => {
      text(answer).then((body) => {
        if (answer.statusCode === 200) resolve(body);
        else reject(new Error(`${url}: ${answer.statusCode} ${body}`));
      }, reject);
    })
      .once('timeout', function late() {
        this.destroy(new Error(`${url}: no answer`));
      })
      .once('error', reject);
  });

async function list(path) {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  const authorization = `Bearer ${readFileSync(`${account}/token`, 'utf8')}`;
  const ca = readFileSync(`${account}/ca.crt`);
  const body = await ask(httpsGet, `https://${host}:${port}${path}`, { ca, headers: { authorization } });
  return JSON.parse(body).items;
}

const suffixes = { m: 1e-3, k: 1e3, Ki: 2 ** 10, M: 1e6, Mi: 2 ** 20, G: 1e9, Gi: 2 ** 30 };

/** A quantity as a number, such as 0.1 for `100m`. */
function quantity(value) {
  const [, number, suffix] = /^([\d.]+)([A-Za-z]*)$/.exec(value);
  return Number(number) * (suffix === '' ? 1 : suffixes[suffix]);
}

/** One sample for each of the values, with 1 for the one that holds. */
const oneOf = (name, labels, label, values, held) =>
  values.map((value) => [name, { ...labels, [label]: value }, value === held ? 1 : 0]);

const truths = ['true', 'false', 'unknown'];
const truth = (name, labels, held) => oneOf(name, labels, 'status', truths, held.toLowerCase());
const amounts = (name, labels, resources = {}) =>
  Object.entries(resources)
    .filter(([resource]) => resource === 'cpu' || resource === 'memory')
    .map(([resource, value]) => [name, { ...labels, resource }, quantity(value)]);
/** A figure of a status is left out by the API server while it is 0. */
const figures = (prefix, labels, values) =>
  Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, labels, value ?? 0]);

const node = ({ metadata, spec, status }) => {
  const labels = { node: metadata.name };
  return [
    ['kube_node_info', labels, 1],
    ['kube_node_spec_unschedulable', labels, spec.unschedulable ? 1 : 0],
    ...status.conditions.flatMap((one) =>
      truth('kube_node_status_condition', { ...labels, condition: one.type }, one.status),
    ),
    ...amounts('kube_node_status_allocatable', labels, status.allocatable),
  ];
};

const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

const pod = ({ metadata: { namespace, name }, spec, status }) => {
  const labels = { namespace, pod: name };
  const conditions = status.conditions ?? [];
  const condition = (type) => conditions.find((one) => one.type === type)?.status.toLowerCase() ?? 'unknown';
  return [
    ['kube_pod_info', { ...labels, node: spec.nodeName ?? '' }, 1],
    ...oneOf('kube_pod_status_phase', labels, 'phase', phases, status.phase),
    ...oneOf('kube_pod_status_ready', labels, 'condition', truths, condition('Ready')),
    ...(condition('PodScheduled') === 'false' ? [['kube_pod_status_unschedulable', labels, 1]] : []),
    ...spec.containers.flatMap(({ name: container, resources = {} }) => [
      ...amounts(
        'kube_pod_container_resource_requests',
        { ...labels, container, node: spec.nodeName ?? '' },
        resources.requests,
      ),
      ...amounts(
        'kube_pod_container_resource_limits',
        { ...labels, container, node: spec.nodeName ?? '' },
        resources.limits,
      ),
    ]),
    ...(status.containerStatuses ?? []).flatMap(
      ({ name: container, ready, restartCount, state, lastState }) => {
        const own = { ...labels, container };
        const waiting = state?.waiting?.reason;
        const ended = lastState?.terminated?.reason;
        return [
          ['kube_pod_container_status_restarts_total', own, restartCount],
          ['kube_pod_container_status_ready', own, ready ? 1 : 0],
          ...(waiting ? [['kube_pod_container_status_waiting_reason', { ...own, reason: waiting }, 1]] : []),
          ...(ended
            ? [['kube_pod_container_status_last_terminated_reason', { ...own, reason: ended }, 1]]
            : []),
        ];
      },
    ),
  ];
};

const deployment = ({ metadata: { namespace, name, generation }, spec, status }) =>
  figures(
    'kube_deployment',
    { namespace, deployment: name },
    {
      spec_replicas: spec.replicas,
      status_replicas_available: status.availableReplicas,
      status_replicas_unavailable: status.unavailableReplicas,
      metadata_generation: generation,
      status_observed_generation: status.observedGeneration,
    },
  );

const statefulSet = ({ metadata: { namespace, name }, spec, status }) =>
  figures(
    'kube_statefulset',
    { namespace, statefulset: name },
    {
      replicas: spec.replicas,
      status_replicas_available: status.availableReplicas,
      status_replicas_ready: status.readyReplicas,
    },
  );

const daemonSet = ({ metadata: { namespace, name }, status }) =>
  figures(
    'kube_daemonset',
    { namespace, daemonset: name },
    {
      status_desired_number_scheduled: status.desiredNumberScheduled,
      status_number_ready: status.numberReady,
    },
  );

const job = ({ metadata: { namespace, name }, status }) => {
  const labels = { namespace, job_name: name };
  const failed = (status.conditions ?? []).find(({ type }) => type === 'Failed');
  return [
    ['kube_job_status_failed', labels, status.failed ?? 0],
    ...(failed ? oneOf('kube_job_failed', labels, 'condition', truths, failed.status.toLowerCase()) : []),
  ];
};

const claim = ({ metadata: { namespace, name }, status }) =>
  oneOf(
    'kube_persistentvolumeclaim_status_phase',
    { namespace, persistentvolumeclaim: name },
    'phase',
    ['Pending', 'Bound', 'Lost'],
    status.phase,
  );

const autoscaler = ({ metadata: { namespace, name }, spec, status }) => {
  const labels = { namespace, horizontalpodautoscaler: name };
  return [
    ...figures('kube_horizontalpodautoscaler', labels, {
      spec_min_replicas: spec.minReplicas,
      spec_max_replicas: spec.maxReplicas,
      status_current_replicas: status.currentReplicas,
      status_desired_replicas: status.desiredReplicas,
    }),
    ...(status.conditions ?? []).flatMap((one) =>
      truth('kube_horizontalpodautoscaler_status_condition', { ...labels, condition: one.type }, one.status),
    ),
  ];
};

const kinds = {
  '/api/v1/nodes': node,
  '/api/v1/pods': pod,
  '/api/v1/persistentvolumeclaims': claim,
  '/apis/apps/v1/deployments': deployment,
  '/apis/apps/v1/statefulsets': statefulSet,
  '/apis/apps/v1/daemonsets': daemonSet,
  '/apis/batch/v1/jobs': job,
  '/apis/autoscaling/v2/horizontalpodautoscalers': autoscaler,
};

const line = ([name, labels, value]) =>
  `${name}{${Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`)}} ${value}\n`;

/** Lines of one metric stand together. */
async function clusterState() {
  const objects = await Promise.all(
    Object.entries(kinds).map(async ([path, samples]) => (await list(path)).flatMap(samples)),
  );
  return objects.flat().map(line).sort().join('');
}

const [mode, url] = process.argv.slice(2);
const metrics = mode === 'relay' ? () => ask(httpGet, url) : clusterState;

createServer((_, response) => {
  metrics().then(
    (body) => response.setHeader('content-type', 'text/plain; version=0.0.4').end(body),
    (error) => {
      console.error(error.message);
      response.writeHead(500).end(`${error.message}\n`);
    },
  );
}).listen(Number(process.env.PORT));
process.once('SIGTERM', () => process.exit(0));
