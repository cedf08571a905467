import { production } from '../../../config/environments/production';
import type { Environment } from '../../../config/schema';
import type { DeployNeeds } from '../../../ops/preflight/assembly/deploy-needs';
import { AwsClients } from '../../../ops/preflight/aws/aws-clients';
import type { Internet } from '../../../ops/preflight/internet/internet';
import type { Machine } from '../../../ops/preflight/machine/machine';
import type { Subject } from '../../../ops/preflight/subject';

type Healthy = Omit<Subject, 'account'>;

/** The day on which the recorded database was last saved. */
export const now = new Date('2026-11-24T05:00:00Z');

export const imageDigest = `sha256:${'a'.repeat(64)}`;

/** Production with an image of its own and a product's secret, so that every check has something to ask. */
export const environment: Environment = {
  ...production,
  application: {
    ...production.application,
    image: {
      kind: 'digest',
      reference: `123456789012.dkr.ecr.us-east-1.amazonaws.com/production/app@${imageDigest}`,
      architectures: ['arm64'],
    },
    secrets: [{ variable: 'BILLING_URL', secretName: 'billing', field: null }],
  },
};

export const needs: DeployNeeds = {
  folder: 'cdk.out',
  stacks: [
    { name: 'production-network', region: 'us-east-1' },
    { name: 'production-database', region: 'us-east-1' },
    { name: 'production-recovery-region', region: 'us-west-2' },
  ],
  bootstrapVersion: 6,
  bootstrapParameter: '/cdk-bootstrap/hnb659fds/version',
  builtImages: [],
  addons: [
    { name: 'metrics-server', version: null },
    { name: 'cert-manager', version: null },
  ],
  elasticAddresses: 3,
  databaseIdentifier: 'production-database',
};

export const machine: Machine = {
  packages: () => [
    { name: 'aws-cdk', wanted: '2.1148.1', installed: '2.1148.1' },
    { name: 'aws-cdk-lib', wanted: '2.276.0', installed: '2.276.0' },
  ],
  unreadableAssembly: async () => null,
  buildPlatforms: async () => ['linux/amd64', 'linux/arm64'],
};

export const internet: Internet = {
  nameServers: async () => ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'],
  certificate: async () => ({ validTo: new Date('2027-02-01T00:00:00Z'), refusedBecause: null }),
};

/** An account in which nothing stands in the way, at the address of an emulator. */
export const healthySubject = (endpoint: string, changes: Partial<Healthy> = {}): Healthy => ({
  environment,
  region: environment.region,
  now,
  needs,
  aws: new AwsClients({
    endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'recorded', secretAccessKey: 'recorded' },
  }),
  machine,
  internet,
  acceptedVulnerabilities: [],
  ...changes,
});
