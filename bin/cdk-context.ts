import { readFileSync } from 'node:fs';
import { CONTEXT_ENV, CONTEXT_OVERFLOW_LOCATION_ENV } from 'aws-cdk-lib/cx-api';

/**
 * What the CDK CLI hands over: cdk.json's context, cdk.context.json's and every `-c`. Read here, because an app that
 * exists has already begun to write its assembly, and wrong input must leave nothing behind.
 */
export function cdkContext(): Record<string, unknown> {
  const overflow = process.env[CONTEXT_OVERFLOW_LOCATION_ENV];
  return {
    ...JSON.parse(process.env[CONTEXT_ENV] ?? '{}'),
    ...(overflow && JSON.parse(readFileSync(overflow, 'utf8'))),
  };
}
