import { error, type PlantedFault } from './planted-fault';
import type { RecordedAws } from '../recorded-aws';
import { machine } from '../healthy-subject';

/** Faults of the machine that deploys, and of the account before its first stack. */
export const accountFaults: readonly PlantedFault[] = [
  {
    fault: 'the CDK library is not the pinned one',
    check: 'CLI and library',
    what: /^aws-cdk-lib is 2\.277\.0, and package\.json asks for 2\.276\.0$/,
    command: /^npm ci$/,
    subject: {
      machine: {
        ...machine,
        packages: () => [
          { name: 'aws-cdk', wanted: '2.1148.1', installed: '2.1148.1' },
          { name: 'aws-cdk-lib', wanted: '2.276.0', installed: '2.277.0' },
        ],
      },
    },
  },
  {
    fault: 'the CDK CLI cannot read the assembly',
    check: 'CLI and library',
    what: /^The CDK CLI cannot read the assembly: .*schema version mismatch/,
    command: /aws-cdk versions/,
    subject: {
      machine: { ...machine, unreadableAssembly: async () => 'Cloud assembly schema version mismatch' },
    },
  },
  {
    fault: "the root user's credentials",
    check: 'credentials',
    what: /root user's: arn:aws:iam::123456789012:root$/,
    command: /^aws configure sso$/,
    plant: (aws) =>
      aws.change('sts:GetCallerIdentity', (answer) => {
        answer.GetCallerIdentityResponse.GetCallerIdentityResult.Arn = 'arn:aws:iam::123456789012:root';
      }),
  },
  {
    fault: 'the recovery region is switched off',
    check: 'regions',
    what: /^The region us-west-2 is not switched on/,
    command: /^aws account enable-region --region-name us-west-2$/,
    plant: (aws) =>
      aws.change('ec2:DescribeRegions', (answer) => {
        answer.DescribeRegionsResponse.regionInfo.item[1].optInStatus = 'not-opted-in';
      }),
  },
  {
    fault: 'a zone of the network is not there for this account',
    check: 'zones',
    what: /no available zone us-east-1b; it has us-east-1a, us-east-1c$/,
    command: /describe-availability-zones --region us-east-1/,
    plant: (aws) =>
      aws.change('ec2:DescribeAvailabilityZones', (answer) => {
        answer.DescribeAvailabilityZonesResponse.availabilityZoneInfo.item[1].zoneState = 'unavailable';
      }),
  },
  {
    fault: 'the recovery region was never bootstrapped',
    check: 'bootstrap',
    what: /^Account 123456789012 is not bootstrapped in us-west-2$/,
    command: /^npx cdk bootstrap aws:\/\/123456789012\/us-west-2$/,
    plant: (aws) =>
      aws.plant('ssm:GetParameter', (_, region) =>
        region === 'us-west-2' ? error(400, 'ParameterNotFound') : null,
      ),
  },
  {
    fault: 'the bootstrap is older than the stacks ask for',
    check: 'bootstrap',
    what: /has version 5, and the stacks ask for 6$/,
    command: /^npx cdk bootstrap/,
    plant: (aws) =>
      aws.plant('ssm:GetParameter', (_, region) =>
        region === 'us-east-1' ? { Parameter: { Type: 'String', Value: '5' } } : null,
      ),
  },
  {
    fault: 'an earlier deploy rolled back half-way',
    check: 'stacks',
    what: /^The stack production-database in us-east-1 is UPDATE_ROLLBACK_FAILED$/,
    command: /^aws cloudformation continue-update-rollback .* --stack-name production-database$/,
    plant: (aws) =>
      aws.change('cloudformation:DescribeStacks', (answer) => {
        answer.DescribeStacksResponse.DescribeStacksResult.Stacks.member[1].StackStatus =
          'UPDATE_ROLLBACK_FAILED';
      }),
  },
  ...(
    [
      ['elastic addresses', 'L-0263D0A3'],
      ['VPCs', 'L-F678F1CE'],
      ['network load balancers', 'L-69A177A2'],
      ['vCPUs on demand', 'L-1216C47A'],
      ['vCPUs on spot', 'L-34B43A08'],
    ] as const
  ).map(([name, code]) => ({
    fault: `too few ${name}`,
    check: `quota: ${name}`,
    what: new RegExp(`^${name} in us-east-1: .*the account may have 1$`),
    command: new RegExp(`request-service-quota-increase .*--quota-code ${code} --desired-value \\d+$`),
    plant: (aws: RecordedAws) =>
      aws.plant('servicequotas:GetServiceQuota', ({ QuotaCode }) =>
        QuotaCode === code ? { Quota: { QuotaCode, Value: 1 } } : null,
      ),
  })),
];
