import {
  GetHostedZoneCommand,
  type HostedZone,
  ListHostedZonesByNameCommand,
} from '@aws-sdk/client-route-53';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { handOverParameters, stateOwner } from '../../../config/contract';
import type { Answer, Check, Fault } from '../check';
import { orNull } from '../not-asked';
import type { Subject } from '../subject';

/** The zone exists where the config says so, and its parent names its name servers. */
export const hostedZone: Check = {
  name: 'hosted zone',
  questions: (subject) => [
    () => (subject.environment.edge.hostedZone.kind === 'create' ? ownZone(subject) : foreignZone(subject)),
  ],
};

async function ownZone(subject: Subject): Promise<Answer> {
  const { name } = subject.environment.edge.hostedZone;
  const zones = await publicZones(subject, name);
  if (zones.length === 0) {
    return { nothingToAsk: `no zone ${name} stands yet: delegate it while the deploy runs` };
  }
  if (zones.length > 1) {
    return [
      {
        severity: 'fails',
        what: `The account has ${zones.length} public zones ${name} (${zones.map(({ Id }) => bare(Id)).join(', ')})`,
        why: 'records go into one of them, and the internet may ask another: certificates are never issued',
        command: 'aws route53 delete-hosted-zone --id ZONE   # the one that the parent does not name',
      },
    ];
  }
  return delegation(subject, bare(zones[0]!.Id));
}

async function foreignZone(subject: Subject): Promise<Answer> {
  const { environment, aws, region } = subject;
  const zone = environment.edge.hostedZone;
  if (zone.kind === 'existing') return delegation(subject, zone.id);
  const parameter = await orNull(
    aws
      .of('ssm', region)
      .send(new GetParameterCommand({ Name: handOverParameters.hostedZoneId(stateOwner(environment)) })),
    'ParameterNotFound',
  );
  const id = parameter?.Parameter?.Value;
  return id === undefined
    ? { nothingToAsk: 'the id of the zone was not handed over (see the check hand-over)' }
    : delegation(subject, id);
}

async function publicZones({ aws, region }: Subject, name: string): Promise<HostedZone[]> {
  const { HostedZones = [] } = await aws
    .of('route53', region)
    .send(new ListHostedZonesByNameCommand({ DNSName: `${name}.` }));
  return HostedZones.filter(({ Name, Config }) => Name === `${name}.` && Config?.PrivateZone !== true);
}

async function delegation({ aws, region, internet, environment }: Subject, id: string): Promise<Answer> {
  const { name } = environment.edge.hostedZone;
  const answer = await orNull(
    aws.of('route53', region).send(new GetHostedZoneCommand({ Id: id })),
    'NoSuchHostedZone',
  );
  const literal = `edge.hostedZone in config/environments/${environment.name}.ts`;
  if (!answer || answer.HostedZone?.Name !== `${name}.`) {
    return zoneFault(
      answer
        ? `The zone ${id} is ${answer.HostedZone?.Name}, not ${name}`
        : `There is no zone ${id} in this account`,
      `aws route53 list-hosted-zones-by-name --dns-name ${name}   # then ${literal}`,
      'records and certificates cannot be written',
    );
  }
  const own = (answer.DelegationSet?.NameServers ?? []).map((server) =>
    server.toLowerCase().replace(/\.$/, ''),
  );
  const told = await internet.nameServers(name);
  if (told.length > 0 && told.every((server) => own.includes(server))) return [];
  return zoneFault(
    told.length === 0
      ? `${name} is not delegated: from its parent, no name server is found that answers for it`
      : `The parent of ${name} names ${told.join(', ')}, and the zone answers at ${[...own].sort().join(', ')}`,
    `aws route53 get-hosted-zone --id ${id} --query DelegationSet.NameServers   # into the NS record of ${name} at its parent`,
    "Let's Encrypt finds no answer to its challenge: no certificate is issued, and no host resolves",
  );
}

const zoneFault = (what: string, command: string, why: string): Fault[] => [
  { severity: 'fails', what, why, command },
];

const bare = (id = ''): string => id.replace(/^\/hostedzone\//, '');
