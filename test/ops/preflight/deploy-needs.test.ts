import { type DeployNeeds, deployNeeds } from '../../../ops/preflight/assembly/deploy-needs';
import { assemblyFolder } from '../../support/synthesized';

let needs: DeployNeeds;
beforeAll(() => {
  needs = deployNeeds(assemblyFolder('production'));
});

test('the add-ons of the cluster, at the version that AWS chooses', () => {
  expect(needs.addons).toContainEqual({ name: 'cert-manager', version: null });
});

test('an address for each NAT gateway', () => {
  expect(needs.elasticAddresses).toBe(3);
});

test('stacks of both regions', () => {
  expect([...new Set(needs.stacks.map(({ region }) => region))].sort()).toEqual(['us-east-1', 'us-west-2']);
});

test('the instance, and not its read replicas', () => {
  expect(deployNeeds(assemblyFolder('everything-on')).databaseIdentifier).toBe('everything-on-database');
});

test('the image that is built, for the architecture of its nodes', () => {
  expect(needs.builtImages).toEqual([
    {
      repositoryName: expect.stringContaining('container-assets'),
      tag: expect.stringMatching(/^[0-9a-f]{64}$/),
      platform: 'linux/arm64',
    },
  ]);
});

test('what every stack asks of the bootstrap', () => {
  expect(needs.bootstrapParameter).toBe('/cdk-bootstrap/hnb659fds/version');
  expect(needs.bootstrapVersion).toBeGreaterThan(0);
});
