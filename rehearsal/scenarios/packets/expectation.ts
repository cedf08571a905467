import { podIdentityAgentAddress, ports, serviceNetwork } from '../../../config/contract';
import { flows } from '../../../config/flows';
import type { Environment } from '../../../config/schema';
import type { Side } from './cast';
import type { Dial } from './dials';

/** Ports on which nobody of ours listens. */
const idlePorts = [22, 9999];

/** Ports of the table of flows, what every pod may use, and some that appear in neither. */
export const triedPorts = ({ application }: Environment): readonly number[] => [
  ...new Set([
    ...flows.map(({ port }) => (port === 'application' ? application.port : port)),
    application.port,
    ports.podIdentity,
    ports.dns,
    ...idlePorts,
  ]),
];

/** Whether the table of flows, or what is open to every pod, lets a connection pass. */
export function isAllowed(environment: Environment, from: Side, { to, port, protocol }: Dial): boolean {
  const { application } = environment;
  if (from.pod && !to.pod && port === ports.dns) return answersDns(to);
  if (to.address === podIdentityAgentAddress && port === ports.podIdentity && protocol === 'TCP') return true;
  return (
    protocol === 'TCP' &&
    flows.some(
      (flow) =>
        from.peers.includes(flow.from) &&
        to.peers.includes(flow.to) &&
        (flow.port === 'application' ? application.port : flow.port) === port,
    )
  );
}

/** The service address, and the VPC's own resolver and nodes. */
const answersDns = ({ address, peers }: Side): boolean =>
  address === serviceNetwork.dnsAddress || (peers.length > 0 && !peers.includes('internet'));
