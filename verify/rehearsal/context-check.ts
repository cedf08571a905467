import { join } from 'node:path';
import { environments, loadEnvironment } from '../../config/load';
import type { ApiObject } from '../../rehearsal/cluster/api-server';
import { startFakeCluster } from '../../rehearsal/cluster/fake-cluster';
import type { RehearsalCluster } from '../../rehearsal/cluster/rehearsal-cluster';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import type { RehearsalReport } from '../../rehearsal/report';
import { attempt, type Outcome } from '../../servers/command';
import type { Check } from '../check';
import { progress } from './progress';

const command = join(__dirname, '../../bin/launch-cli.js');
/** As a kubeconfig of ours calls it. */
const context = 'rehearsal';

/** What the owner of a cluster may forbid: the rehearsal has to say so, object by object. */
const ownersPolicy: readonly ApiObject[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'few-replicas' },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['*'], resources: ['deployments'] },
        ],
      },
      validations: [{ expression: 'object.spec.replicas < 0', message: 'this cluster takes no deployments' }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'few-replicas' },
    spec: { policyName: 'few-replicas', validationActions: ['Deny'] },
  },
];

/** `platform rehearse --context`: acceptance on a cluster that is somebody else's, which is left as it was. */
export const contextCheck: Check = {
  name: 'rehearse --context: acceptance on a cluster of somebody else',
  async run() {
    const cluster = await startFakeCluster({
      release: kubernetesRelease(loadEnvironment('rehearsal').cluster.kubernetesVersion),
      environments: Object.values(environments),
      progress,
    });
    try {
      const found = [
        ...(await unknownContext(cluster)),
        ...(await withoutApply(cluster)),
        ...(await withApply(cluster)),
        ...(await refusedByOwner(cluster)),
      ];
      const failures = found.filter((sentence) => sentence !== null);
      return { passed: found.length - failures.length, failures };
    } finally {
      await cluster.stop();
    }
  },
};

/** Sentences about what is not as it should be; null for what is. */
type Findings = Promise<readonly (string | null)[]>;

async function unknownContext(cluster: RehearsalCluster): Findings {
  const { code, stderr } = await rehearse(cluster, '--context', 'elsewhere');
  const isRight = code === 2 && stderr.includes(context) && !stderr.includes('    at ');
  return [isRight ? null : `a context that is not there ends with ${code}: ${stderr}`];
}

async function withoutApply(cluster: RehearsalCluster): Findings {
  const { code, report } = reported(await rehearse(cluster, '--context', context, '--json'));
  const { outcome, figures = {}, notes = [] } = report.rows[0] ?? {};
  const namesWhatIsMissing = notes.some((note) => /no namespace app, and may not get one/.test(note));
  return [
    code === 0 && outcome === 'passed' ? null : `without --apply: ${code}, ${JSON.stringify(report.rows)}`,
    namesWhatIsMissing && figures.accepted! > 0 ? null : `without --apply it notes: ${notes.join('; ')}`,
    ...(await leftBehind(cluster)),
  ];
}

async function withApply(cluster: RehearsalCluster): Findings {
  const { code, report } = reported(await rehearse(cluster, '--context', context, '--apply', '--json'));
  const { notes = [] } = report.rows[0] ?? {};
  return [
    code === 0 && notes.length === 0 ? null : `with --apply: ${code}, ${JSON.stringify(report.rows)}`,
    ...(await leftBehind(cluster)),
  ];
}

async function refusedByOwner(cluster: RehearsalCluster): Findings {
  for (const object of ownersPolicy) await cluster.api.put(object);
  const { code, report } = reported(await rehearse(cluster, '--context', context, '--apply', '--json'));
  const { faults = [] } = report.rows[0] ?? {};
  const isNamed = faults.some((fault) =>
    /production: Deployment app\/api .*takes no deployments/.test(fault),
  );
  return [code === 1 && isNamed ? null : `a policy of the owner: ${code}, ${faults.slice(0, 3).join('; ')}`];
}

/** Namespaces and definitions that were not there before; they may take some seconds to go. */
async function leftBehind({ api }: RehearsalCluster): Findings {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const namespaces = await api.list('v1', 'Namespace');
    const left = [
      ...namespaces.filter(({ metadata }) => !/^(default|kube-.*)$/.test(metadata.name)),
      ...(await api.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')),
    ].map(({ metadata }) => metadata.name);
    if (left.length === 0) return [null];
    if (Date.now() > deadline) return [`left behind: ${left.join(', ')}`];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const rehearse = ({ kubeconfig }: RehearsalCluster, ...options: readonly string[]): Promise<Outcome> =>
  attempt(process.execPath, [command, 'rehearse', ...options], { env: { KUBECONFIG: kubeconfig } });

function reported({ code, stdout, stderr }: Outcome): {
  readonly code: number;
  readonly report: RehearsalReport;
} {
  if (stdout === '') throw new Error(`no report, exit code ${code}: ${stderr.slice(-2000)}`);
  return { code, report: JSON.parse(stdout) as RehearsalReport };
}
