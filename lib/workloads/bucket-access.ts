import { Fn, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { KeysStack } from '../keys/keys-stack';

export interface BucketAccessProps {
  readonly role: IRole;
  readonly keys: KeysStack;
  /** The stack that has the bucket, and its output with the bucket's name. */
  readonly bucket: { readonly stack: Stack; readonly output: string };
  /** Why the role may have every object of the bucket. */
  readonly reason: string;
}

/** Writes objects of a bucket that is one workload's alone, reads them back and removes them. */
export class BucketAccess extends Policy {
  constructor(scope: Construct, id: string, { role, keys, bucket, reason }: BucketAccessProps) {
    // By the output's own name and not by a reference, whose generated name the acknowledgement below could not know.
    const output = [bucket.stack.stackName, bucket.output] as const;
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
      reason,
    });
  }
}
