import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { context } from '../../cdk.json';
import { production } from '../../config/environments/production';
import type { Environment } from '../../config/schema';
import { DatabaseStack } from '../../lib/database/database-stack';
import type { RecoveryRegionStack } from '../../lib/recovery/recovery-region-stack';
import type { Json, Template as TemplateJson } from '../support/synthesized';

const availabilityZones = production.network.zones.map(({ name }) => name);
const subnetConfiguration = [
  { name: 'public', subnetType: SubnetType.PUBLIC },
  { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED },
];

/** The database stack of production with other settings, synthesized here and now. */
export function databaseWith(settings: Partial<Environment['database']>): TemplateJson {
  const app = new App({ context, builtinCloudFormationValidation: false, treeMetadata: false });
  const world = new Stack(app, 'world');
  const environment = { ...production, database: { ...production.database, ...settings } };
  const stack = new DatabaseStack(app, 'database', {
    environment,
    vpc: new Vpc(world, 'Vpc', { subnetConfiguration, availabilityZones }),
    dataKey: Key.fromKeyArn(world, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/1'),
    alarmTopic: Topic.fromTopicArn(world, 'Topic', 'arn:aws:sns:us-east-1:123456789012:alarms'),
    recoveryRegion: {
      dataKeyArn: 'arn:aws:kms:us-west-2:123456789012:key/2',
    } as RecoveryRegionStack,
  });
  return Template.fromStack(stack).toJSON() as TemplateJson;
}

/** The primary instance: the one that keeps backups. */
export const primaryOf = (template: TemplateJson): { id: string; properties: Json; resource: Json } => {
  const [id, resource] = Object.entries(template.Resources).find(
    ([, { Type, Properties }]) =>
      Type === 'AWS::RDS::DBInstance' && Properties.BackupRetentionPeriod !== undefined,
  )!;
  return { id, properties: resource.Properties, resource };
};
