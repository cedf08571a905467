import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { Check } from '../check';
import type { Subject } from '../subject';

/** Regions of an environment: its own, and the recovery region where something is copied there. */
export const regionsOf = ({ environment, region }: Pick<Subject, 'environment' | 'region'>): string[] =>
  environment.recovery.regionalCopies.enabled ? [region, environment.recoveryRegion] : [region];

/** Young regions are off until somebody switches them on. */
export const regions: Check = {
  name: 'regions',
  questions: (subject) => [
    async () => {
      const wanted = regionsOf(subject);
      const { Regions = [] } = await subject.aws
        .of('ec2', subject.region)
        .send(new DescribeRegionsCommand({ AllRegions: true }));
      const usable = Regions.filter(({ OptInStatus }) => OptInStatus !== 'not-opted-in');
      return wanted
        .filter((name) => !usable.some(({ RegionName }) => RegionName === name))
        .map((name) => ({
          severity: 'fails',
          what: `The region ${name} is not switched on in account ${subject.account}`,
          why: 'no stack can be made in it',
          command: `aws account enable-region --region-name ${name}`,
        }));
    },
  ],
};

/** Zone names are the account's own: not every account has every one. */
export const zones: Check = {
  name: 'zones',
  questions: ({ aws, region, environment }) => [
    async () => {
      const { AvailabilityZones = [] } = await aws
        .of('ec2', region)
        .send(new DescribeAvailabilityZonesCommand({}));
      const available = AvailabilityZones.filter(({ State }) => State === 'available').map(
        ({ ZoneName = '' }) => ZoneName,
      );
      return environment.network.zones
        .filter(({ name }) => !available.includes(name))
        .map(({ name }) => ({
          severity: 'fails',
          what: `The account has no available zone ${name}; it has ${available.join(', ') || 'none'}`,
          why: "the network's subnets cannot be made there",
          command: `aws ec2 describe-availability-zones --region ${region}   # then network.zones in config/environments/${environment.name}.ts`,
        }));
    },
  ],
};
