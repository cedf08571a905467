import type { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';

/** Kinds of log that RDS sends to CloudWatch Logs; `upgrade` is written by upgrades to a new major version. */
export const exportedLogs = ['postgresql', 'upgrade'] as const;

export interface InstanceLogsProps {
  readonly environment: Environment;
  readonly instanceIdentifier: string;
  readonly removalPolicy: RemovalPolicy;
}

/** The log groups of an instance. Made before it: RDS would make them itself, and keep them for ever. */
export class InstanceLogs extends Construct {
  constructor(scope: Construct, id: string, props: InstanceLogsProps) {
    super(scope, id);
    for (const log of exportedLogs) {
      new LogGroup(this, log, {
        logGroupName: `/aws/rds/instance/${props.instanceIdentifier}/${log}`,
        retention: props.environment.database.logRetentionDays,
        removalPolicy: props.removalPolicy,
      });
    }
  }
}
