import { Validations } from 'aws-cdk-lib';
import type { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import type { Safeguard } from '../../config/schema/primitives';

export function acknowledgeDefaultPort(instance: CfnDBInstance): void {
  Validations.of(instance).acknowledge({
    id: 'AwsSolutions-RDS11',
    reason:
      'The security group admits named groups alone, so nobody who could scan for the port reaches it, and every client and tool expects 5432.',
  });
}

/** A protection that the environment switched off with a reason is not reported again. */
export function acknowledgeSafeguard(instance: CfnDBInstance, id: string, safeguard: Safeguard): void {
  if (!safeguard.enabled) Validations.of(instance).acknowledge({ id, reason: safeguard.reason });
}
