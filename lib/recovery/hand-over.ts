import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { handOverParameters } from '../../config/contract';

export interface HandOverProps {
  /** Environment that a recovery names as the one it replaces. */
  readonly owner: string;
  readonly dataKeyArn: string;
  readonly tenantKeyArn: string;
  readonly hostedZoneId: string;
}

/**
 * Parameters that an environment in this region reads by name when it recovers the owner: stacks of the lost region can
 * no longer be asked.
 */
export class HandOver extends Construct {
  constructor(scope: Construct, id: string, { owner, ...values }: HandOverProps) {
    super(scope, id);
    const leave = (parameterId: string, parameterName: string, stringValue: string): void => {
      new StringParameter(this, parameterId, { parameterName, stringValue });
    };
    leave('DataKeyArn', handOverParameters.dataKeyArn(owner), values.dataKeyArn);
    leave('TenantKeyArn', handOverParameters.tenantKeyArn(owner), values.tenantKeyArn);
    leave('HostedZoneId', handOverParameters.hostedZoneId(owner), values.hostedZoneId);
  }
}
