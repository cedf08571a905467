import { Match } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { EventAlarm } from './event-alarm';

/** What the platform runs on, as AWS Health names it. */
const healthServices = [
  'EC2',
  'ECR',
  'EKS',
  'ELASTICACHE',
  'ELASTICLOADBALANCING',
  'KMS',
  'RDS',
  'ROUTE53',
  'S3',
  'SECRETSMANAGER',
  'VPC',
];

export interface AccountEventsProps {
  readonly environment: Environment;
  readonly topic: ITopic;
}

/** What happens to the account rather than to one of its resources. Costs the alarms alone. */
export class AccountEvents extends Construct {
  constructor(scope: Construct, id: string, props: AccountEventsProps) {
    super(scope, id);
    const { environment, topic } = props;
    new EventAlarm(this, 'aws-service-issue', {
      environmentName: environment.name,
      consequence: 'AWS reports a fault in a service that the platform runs on.',
      // Health copies every region's events to us-west-2, so the region is matched as well.
      eventPattern: {
        source: ['aws.health'],
        detailType: ['AWS Health Event'],
        detail: {
          eventTypeCategory: ['issue'],
          service: healthServices,
          eventRegion: [environment.region, 'global'],
        },
      },
      topic,
    });
    new EventAlarm(this, 'root-user-used', {
      environmentName: environment.name,
      consequence: 'Somebody acted as the root user of the AWS account.',
      // Sign-ins of the root user are events of us-east-1, its API calls of the region that was called.
      eventPattern: {
        detailType: ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
        detail: { userIdentity: { type: ['Root'], invokedBy: Match.doesNotExist() } },
      },
      topic,
    });
  }
}
