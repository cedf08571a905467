import { Fn, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { KeysStack } from '../keys/keys-stack';
import { logBucketOutput, type ObservabilityStack } from '../observability/observability-stack';

export interface LogAccessProps {
  readonly role: IRole;
  readonly keys: KeysStack;
  readonly observability: ObservabilityStack;
}

/** What Loki does with its bucket: writes chunks and index, reads them, and deletes what is too old or erased. */
export class LogAccess extends Policy {
  constructor(scope: Construct, id: string, { role, keys, observability }: LogAccessProps) {
    // By the output's own name and not by a reference, whose generated name the acknowledgement below could not know.
    const output = [observability.stackName, logBucketOutput] as const;
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
      reason: 'The bucket is Loki’s alone: chunks, index and requests to delete are all its objects.',
    });
  }
}
