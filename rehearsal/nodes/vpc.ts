import { podIdentityAgentAddress, serviceNetwork } from '../../config/contract';
import type { Environment } from '../../config/schema';
import { prefixLength } from '../../config/cidr';
import { run as runProgram } from '../../servers/command';
import { clientBlock, outsideAddresses, vpcAddresses } from './addresses';
import type { NodeNamespaces } from './node-namespaces';
import type { NodePlan } from './node-plan';

/** The bridge that is the VPC, in the rehearsal's own network namespace. */
const bridge = 'vpc';

type Network = Environment['network'];

/** Makes the VPC with all that is in it and is not a node. */
export async function makeVpc(network: Network): Promise<void> {
  const { router, ...inVpc } = vpcAddresses(network);
  await ip([
    'link set lo up',
    `link add ${bridge} type bridge`,
    `address add ${router}/${prefixLength(network.vpcCidr)} dev ${bridge}`,
    ...Object.values(inVpc).map((address) => `address add ${address}/32 dev ${bridge}`),
    ...Object.values(outsideAddresses)
      .flat()
      .map((address) => `address add ${address}/32 dev lo`),
    // Whoever binds to an address of the block has it.
    `route add local ${clientBlock} dev lo`,
    `link set ${bridge} up`,
  ]);
}

/** Plugs a node into the VPC. Its pods are reached through it, by the other nodes and from the VPC. */
export async function joinVpc(
  node: NodeNamespaces,
  plan: NodePlan,
  others: readonly NodePlan[],
  network: Network,
): Promise<void> {
  const plug = `node-${node.pid}`;
  await ip([
    `link add ${plug} type veth peer name eth0 netns ${node.pid}`,
    `link set ${plug} master ${bridge} up`,
    // A node that comes back has the same addresses. Whoever has none of its own and dials a pod is the API server.
    `route replace ${plan.podBlock} via ${plan.address} src ${vpcAddresses(network).kubernetesApi}`,
  ]);
  await ip(
    [
      'link set lo up',
      // Both answer on each node itself, as in Auto Mode.
      ...[serviceNetwork.dnsAddress, podIdentityAgentAddress].map(
        (address) => `address add ${address}/32 dev lo`,
      ),
      `address add ${plan.address}/${prefixLength(network.vpcCidr)} dev eth0`,
      'link set eth0 up',
      `route add default via ${vpcAddresses(network).router}`,
      ...others.map(({ podBlock, address }) => `route add ${podBlock} via ${address}`),
    ],
    ['nsenter', '--net', '--target', `${node.pid}`],
  );
}

/** Runs commands of `ip`, in the network namespace into which `enter` leads, else in this process's. */
async function ip(commands: readonly string[], enter: readonly string[] = []): Promise<void> {
  const script = commands.map((command) => `ip ${command}`).join(' && ');
  const [program = 'sh', ...args] = [...enter, 'sh', '-c', script];
  await runProgram(program, args);
}
