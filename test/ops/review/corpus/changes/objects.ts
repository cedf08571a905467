import { editing, editingContainer, editingPod, removing } from '../chart-edits';
import type { LabelledChange } from '../labelled-change';

/** Code of the charts. */
export const objectChanges: readonly LabelledChange[] = [
  {
    name: 'autoscaler of the API removed',
    environment: 'production',
    edit: { charts: { app: removing(['HorizontalPodAutoscaler', 'api']) } },
    expected: 'capacity',
    at: 'kubernetes/app/HorizontalPodAutoscaler/api',
    why: 'The API stays at the number of pods that it has.',
  },
  {
    name: 'disruption budget of the API removed',
    environment: 'production',
    edit: { charts: { app: removing(['PodDisruptionBudget', 'api']) } },
    expected: 'capacity',
    at: 'kubernetes/app/PodDisruptionBudget/api',
    why: 'A disruption budget removed: a drain may take every pod at once.',
  },
  {
    name: 'quota removed',
    environment: 'production',
    edit: { charts: { foundation: removing(['ResourceQuota', 'quota']) } },
    expected: 'capacity',
    at: 'kubernetes/app/ResourceQuota/quota',
    why: 'A quota removed: one namespace may take the room of all.',
  },
  {
    name: 'default deny removed',
    environment: 'production',
    edit: { charts: { foundation: removing(['NetworkPolicy', 'default-deny']) } },
    expected: 'exposure',
    at: 'kubernetes/app/NetworkPolicy/default-deny',
    why: 'A pod that no other policy selects now talks to everybody. https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
  {
    name: 'API reached from every address',
    environment: 'production',
    edit: {
      charts: {
        app: editing('NetworkPolicy', 'api', ({ spec }) => {
          spec.ingress = [...(spec.ingress ?? []), { from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }];
        }),
      },
    },
    expected: 'exposure',
    at: 'kubernetes/app/NetworkPolicy/api',
    why: 'A wider policy.',
  },
  {
    name: 'workers reach the node’s metadata and the VPC',
    environment: 'production',
    edit: {
      charts: {
        app: editing('NetworkPolicy', 'worker', ({ spec }) => {
          for (const { to } of spec.egress) for (const { ipBlock } of to) delete ipBlock?.except;
        }),
      },
    },
    expected: 'exposure',
    at: 'kubernetes/app/NetworkPolicy/worker',
    why: 'A wider policy: what customers’ tasks call may now be 169.254.169.254 and every private address.',
  },
  {
    name: 'workers cut off from the queues',
    environment: 'production',
    edit: {
      charts: {
        app: editing('NetworkPolicy', 'worker', ({ spec }) => {
          spec.egress = spec.egress.filter(({ ports }: { ports: { port: number }[] }) =>
            ports.every(({ port }) => port !== 6379),
          );
        }),
      },
    },
    expected: 'downtime',
    at: 'kubernetes/app/NetworkPolicy/worker',
    why: 'A narrower policy, but the namespace denies by default: no worker takes a task any more.',
  },
  {
    name: 'rules of a policy in another order',
    environment: 'production',
    edit: { charts: { app: editing('NetworkPolicy', 'worker', ({ spec }) => void spec.egress.reverse()) } },
    expected: 'safe',
    frightening: true,
    why: 'Rules add up, whatever their order. https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
  {
    name: 'pods of any kind in the application’s namespace',
    environment: 'production',
    edit: {
      charts: {
        namespaces: editing('Namespace', 'app', ({ metadata }) => {
          metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline';
        }),
      },
    },
    expected: 'exposure',
    at: 'kubernetes/Namespace/app',
    why: 'Weaker pod security: baseline takes pods that run as root. https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  },
  {
    name: 'privileged worker',
    environment: 'production',
    edit: {
      charts: {
        app: editingContainer('worker', ({ securityContext }) => void (securityContext.privileged = true)),
      },
    },
    expected: 'exposure',
    at: 'kubernetes/app/Deployment/worker',
    why: 'Weaker pod security.',
  },
  {
    name: 'API as root',
    environment: 'production',
    edit: {
      charts: {
        app: editingPod('api', (pod) => {
          pod.securityContext = { ...pod.securityContext, runAsNonRoot: false, runAsUser: 0 };
        }),
      },
    },
    expected: 'exposure',
    at: 'kubernetes/app/Deployment/api',
    why: 'Weaker pod security.',
  },
  {
    name: 'sockets in the network of the node',
    environment: 'production',
    edit: { charts: { app: editingPod('realtime', (pod) => void (pod.hostNetwork = true)) } },
    expected: 'exposure',
    at: 'kubernetes/app/Deployment/realtime',
    why: 'Weaker pod security: no policy applies to such a pod, and it reads the node’s metadata.',
  },
  {
    name: 'token of the Kubernetes API in every worker',
    environment: 'production',
    edit: {
      charts: { app: editingPod('worker', (pod) => void (pod.automountServiceAccountToken = true)) },
    },
    expected: 'exposure',
    at: 'kubernetes/app/Deployment/worker',
    why: 'Weaker pod security: customers’ tasks get a way to ask the API server.',
  },
  {
    name: 'database password as a plain variable',
    environment: 'production',
    edit: {
      charts: {
        app: editingContainer('api', (container) => {
          container.env = container.env.map((variable: { name: string }) =>
            variable.name === 'DATABASE_PASSWORD'
              ? { name: variable.name, value: 'hunter2-of-production' }
              : variable,
          );
        }),
      },
    },
    expected: 'exposure',
    at: 'kubernetes/app/Deployment/api',
    why: 'A secret in clear instead of a reference.',
  },
  {
    name: 'Deployment that selects its pods by another label',
    environment: 'production',
    edit: {
      charts: {
        app: editing('Deployment', 'api', ({ spec }) => {
          spec.selector.matchLabels.tier = 'web';
          spec.template.metadata.labels.tier = 'web';
        }),
      },
    },
    expected: 'downtime',
    at: 'kubernetes/app/Deployment/api',
    why: 'A selector is immutable: the Deployment has to be deleted, with its pods, and made again. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  },
  {
    name: 'sockets removed',
    environment: 'production',
    edit: { charts: { app: removing(['Deployment', 'realtime'], ['HorizontalPodAutoscaler', 'realtime']) } },
    expected: 'downtime',
    at: 'kubernetes/app/Deployment/realtime',
    why: 'Nobody answers sockets any more.',
  },
  {
    name: 'no API pod at all',
    environment: 'production',
    edit: {
      charts: {
        app: (objects) => {
          removing(['HorizontalPodAutoscaler', 'api'])(objects);
          editing('Deployment', 'api', ({ spec }) => void (spec.replicas = 0))(objects);
        },
      },
    },
    expected: 'downtime',
    at: 'kubernetes/app/Deployment/api',
    why: 'Zero replicas answer no request.',
  },
  {
    name: 'volumes without encryption',
    environment: 'production',
    edit: {
      charts: {
        foundation: editing('StorageClass', 'gp3-encrypted', ({ parameters }) => {
          parameters.encrypted = 'false';
        }),
      },
    },
    expected: 'data-loss',
    at: 'kubernetes/StorageClass/gp3-encrypted',
    why: 'Parameters of a storage class are immutable, so it has to be deleted and made again; an exposure besides. https://kubernetes.io/docs/concepts/storage/storage-classes/',
  },
  {
    name: 'API behind another port',
    environment: 'production',
    edit: { charts: { app: editing('Service', 'api', ({ spec }) => void (spec.ports[0].port = 80)) } },
    expected: 'downtime',
    at: 'kubernetes/app/Service/api',
    why: 'Whoever calls the Service calls the old port.',
  },
  {
    name: 'service account of the API removed',
    environment: 'production',
    edit: { charts: { app: removing(['ServiceAccount', 'api']) } },
    expected: 'downtime',
    at: 'kubernetes/app/ServiceAccount/api',
    why: 'No new pod of the API is admitted, and one that is evicted does not come back. https://kubernetes.io/docs/concepts/security/service-accounts/',
  },
  {
    name: 'authorities of the database removed',
    environment: 'production',
    edit: { charts: { foundation: removing(['ConfigMap', 'database-certificates']) } },
    expected: 'downtime',
    at: 'kubernetes/app/ConfigMap/database-certificates',
    why: 'A pod whose ConfigMap is missing does not start. https://kubernetes.io/docs/concepts/configuration/configmap/',
  },
  {
    name: 'label of a Deployment',
    environment: 'production',
    edit: {
      charts: {
        app: editing('Deployment', 'api', ({ metadata }) => void (metadata.labels.team = 'platform')),
      },
    },
    expected: 'safe',
    frightening: true,
    why: 'A label of the Deployment is not one of its pods: nothing rolls.',
  },
  {
    name: 'one ConfigMap more',
    environment: 'production',
    edit: {
      charts: {
        app: (objects) =>
          void objects.push({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'flags', namespace: 'app' },
            data: { theme: 'dark' },
          }),
      },
    },
    expected: 'safe',
    why: 'Nobody reads it yet.',
  },
];
