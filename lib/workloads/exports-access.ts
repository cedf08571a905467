import { Fn, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { KeysStack } from '../keys/keys-stack';
import { exportsBucketOutput } from '../recovery/exports-bucket';
import type { RecoveryStack } from '../recovery/recovery-stack';

export interface ExportsAccessProps {
  readonly role: IRole;
  readonly keys: KeysStack;
  readonly recovery: RecoveryStack;
}

/** Writes tenants' exports, reads them back for a restore, and removes those of an erased tenant. */
export class ExportsAccess extends Policy {
  constructor(scope: Construct, id: string, { role, keys, recovery }: ExportsAccessProps) {
    // By the output's own name and not by a reference, whose generated name the acknowledgement below could not know.
    const output = [recovery.stackName, exportsBucketOutput] as const;
    const bucketArn = `arn:aws:s3:::${Fn.getStackOutput(...output)}`;
    const region = Stack.of(scope).region;
    super(scope, id, {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
          resources: [`${bucketArn}/*`],
        }),
        new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] }),
        new PolicyStatement({
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [keys.dataKey.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
        }),
      ],
    });
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:aws:s3:::${JSON.stringify({ 'Fn::GetStackOutput': { StackName: output[0], OutputName: output[1] } })}/*]`,
      reason:
        'Every tenant has exports of its own in this bucket: S3 has no narrower resource than all objects.',
    });
  }
}
