import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { production } from '../../config/environments/production';
import type { Environment } from '../../config/schema';
import { CacheStack } from '../../lib/cache/cache-stack';
import { KeysStack } from '../../lib/keys/keys-stack';
import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';

const only = (environment: string, type: string): Json => {
  const found = resourcesOfType(stackTemplate(environment, 'cache'), `AWS::${type}`);
  expect(found).toHaveLength(1);
  return found[0];
};
const replicationGroup = (environment: string): Json =>
  only(environment, 'ElastiCache::ReplicationGroup').properties;
const alarms = (environment: string): Json[] =>
  resourcesOfType(stackTemplate(environment, 'cache'), 'AWS::CloudWatch::Alarm').map(
    ({ properties }) => properties,
  );
const alarm = (environment: string, id: string): Json =>
  alarms(environment).find(({ AlarmName }) => AlarmName === `${environment}-queues-${id}`);

describe('production’s replication group', () => {
  const group = replicationGroup('production');

  test('is Valkey 8', () => {
    expect([group.Engine, group.EngineVersion]).toEqual(['valkey', '8.0']);
  });

  test('has cluster mode off', () => {
    expect(group.ClusterMode).toBe('disabled');
  });

  test('has a replica in another zone', () => {
    expect([group.NumCacheClusters, group.MultiAZEnabled]).toEqual([2, true]);
  });

  test('fails over by itself', () => {
    expect(group.AutomaticFailoverEnabled).toBe(true);
  });

  test('takes TLS connections only', () => {
    expect([group.TransitEncryptionEnabled, group.TransitEncryptionMode]).toEqual([true, 'required']);
  });

  test('is encrypted at rest with the data key', () => {
    expect([group.AtRestEncryptionEnabled, JSON.stringify(group.KmsKeyId)]).toEqual([
      true,
      expect.stringContaining('DataKey'),
    ]);
  });

  test('keeps snapshots for 7 days', () => {
    expect(group.SnapshotRetentionLimit).toBe(7);
  });

  test('takes its snapshot before the maintenance window', () => {
    const [, snapshotEnds] = group.SnapshotWindow.split('-');
    expect(snapshotEnds < group.PreferredMaintenanceWindow.slice('sun:'.length)).toBe(true);
  });

  test('writes its slow log to a group with retention', () => {
    const delivery = group.LogDeliveryConfigurations[0];
    const logGroup = delivery.DestinationDetails.CloudWatchLogsDetails.LogGroup.Ref;
    expect(stackTemplate('production', 'cache').Resources[logGroup]?.Properties.RetentionInDays).toBe(30);
  });

  test('outlives its stack', () => {
    expect(only('production', 'ElastiCache::ReplicationGroup').resource.DeletionPolicy).toBe(
      'RetainExceptOnCreate',
    );
  });

  test('ends with a final snapshot when it is replaced', () => {
    expect(only('production', 'ElastiCache::ReplicationGroup').resource.UpdateReplacePolicy).toBe('Snapshot');
  });

  test('never evicts', () => {
    expect(only('production', 'ElastiCache::ParameterGroup').properties).toMatchObject({
      CacheParameterGroupFamily: 'valkey8',
      Properties: { 'maxmemory-policy': 'noeviction' },
    });
  });
});

describe('the login', () => {
  const user = only('production', 'ElastiCache::User').properties;

  test('is the only member of the user group, so that nobody works without one', () => {
    expect(only('production', 'ElastiCache::UserGroup').properties.UserIds).toEqual([
      { Ref: only('production', 'ElastiCache::User').id },
    ]);
  });

  test('starts from no command at all', () => {
    expect(user.AccessString).toContain('-@all');
  });

  test('loses dangerous commands after all categories are granted', () => {
    expect(user.AccessString).toMatch(/\+@\w+ [^+]*-@dangerous/);
  });

  test('gets back of the dangerous commands what BullMQ asks for', () => {
    expect(user.AccessString.split('-@dangerous ')[1]).toBe('-function +info +client|list +time');
  });

  test('has its password by reference', () => {
    expect(JSON.stringify(user.AuthenticationMode.Passwords)).toContain('{{resolve:secretsmanager:');
  });

  test('has its secret copied to the recovery region', () => {
    const [replica] = only('production', 'SecretsManager::Secret').properties.ReplicaRegions;
    expect(replica.Region).toBe('us-west-2');
  });

  test('has its copy encrypted by the recovery region’s key', () => {
    const [replica] = only('production', 'SecretsManager::Secret').properties.ReplicaRegions;
    expect(replica.KmsKeyId['Fn::GetStackOutput'].StackName).toBe('production-recovery-region');
  });

  test('stays in one region where the environment has one', () => {
    expect(only('starter', 'SecretsManager::Secret').properties.ReplicaRegions).toBeUndefined();
  });
});

describe('an environment that recovers another', () => {
  test('makes no secret', () => {
    expect(resourcesOfType(stackTemplate('recovery', 'cache'), 'AWS::SecretsManager::Secret')).toEqual([]);
  });

  test('uses the secret of the environment that it recovers', () => {
    const passwords = only('recovery', 'ElastiCache::User').properties.AuthenticationMode.Passwords;
    expect(JSON.stringify(passwords)).toContain('secret:production/cache/queues');
  });

  test('does not rotate a copy', () => {
    expect(
      resourcesOfType(stackTemplate('recovery', 'cache'), 'AWS::SecretsManager::RotationSchedule'),
    ).toEqual([]);
  });
});

describe('rotation', () => {
  test('comes every 30 days', () => {
    const schedule = only('production', 'SecretsManager::RotationSchedule').properties;
    expect(schedule.RotationRules.AutomaticallyAfterDays).toBe(30);
  });

  test('is no side effect of a deploy', () => {
    const schedule = only('production', 'SecretsManager::RotationSchedule').properties;
    expect(schedule.RotateImmediatelyOnUpdate).toBe(false);
  });

  test('may change its own user alone', () => {
    const statements = resourcesOfType(stackTemplate('production', 'cache'), 'AWS::IAM::Policy').flatMap(
      ({ properties }) => properties.PolicyDocument.Statement,
    );
    const modify = statements.find((statement: Json) => statement.Action.includes('elasticache:ModifyUser'));
    expect(JSON.stringify(modify.Resource)).toContain(':user:production-cache-queues"');
  });

  test('is the only one that the security group lets in', () => {
    const ingress = only('production', 'EC2::SecurityGroupIngress').properties;
    expect([ingress.Description, ingress.FromPort, ingress.ToPort]).toEqual([
      'password rotation',
      6379,
      6379,
    ]);
  });
});

describe('alarms', () => {
  test('warn at 75% of memory, because a full cache refuses writes', () => {
    const { Threshold, ComparisonOperator } = alarm('production', 'cache-memory-high');
    expect([Threshold, ComparisonOperator]).toEqual([75, 'GreaterThanThreshold']);
  });

  test('take a cache that tells nothing for a dead one', () => {
    expect(alarm('production', 'cache-memory-high').TreatMissingData).toBe('breaching');
  });

  test('watch every node', () => {
    const metrics = alarm('production', 'cache-memory-high').Metrics.filter(
      (metric: Json) => metric.MetricStat,
    );
    expect(metrics).toHaveLength(replicationGroup('production').NumCacheClusters);
  });

  test('allow no eviction of queues', () => {
    expect(alarm('production', 'cache-evictions').Threshold).toBe(0);
  });

  test('watch CPU credits of burstable nodes', () => {
    expect(alarm('starter', 'cache-cpu-credits-low')).toBeDefined();
  });

  test('leave out CPU credits where nodes have none', () => {
    expect(alarm('production', 'cache-cpu-credits-low')).toBeUndefined();
  });
});

/** The stack of production with other cache settings, synthesized here and now. */
function stackWith(settings: Partial<Environment['cache']>): CacheStack {
  const app = new App({ builtinCloudFormationValidation: false });
  const environment = { ...production, cache: { ...production.cache, ...settings } };
  const { dataKey } = new KeysStack(app, 'keys', { environment });
  const shared = new Stack(app, 'shared');
  const subnetConfiguration = [
    { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    { name: 'public', subnetType: SubnetType.PUBLIC },
    { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED },
  ];
  const vpc = new Vpc(shared, 'Vpc', { subnetConfiguration });
  const alarmTopic = new Topic(shared, 'Topic');
  return new CacheStack(app, 'cache', { environment, vpc, dataKey, alarmTopic, recoveryRegion: null });
}

describe('values that may vanish', () => {
  const ownGroup = stackWith({ volatile: { kind: 'ownGroup', group: production.cache.queues } });
  const template: Json = Template.fromStack(ownGroup).toJSON();
  const volatileResource = (type: string): Json =>
    resourcesOfType(template, `AWS::${type}`).find(({ id }) => id.startsWith('Volatile'))?.properties;

  test('share the queues’ endpoint where config says so', () => {
    const shared = stackWith({ volatile: production.cache.volatile });
    expect(shared.volatile).toBe(shared.queues);
  });

  test('have an endpoint of their own where config says so', () => {
    expect(ownGroup.volatile.host).not.toBe(ownGroup.queues.host);
  });

  test('are evicted, least recently used first, from a group of their own', () => {
    const { Properties } = volatileResource('ElastiCache::ParameterGroup');
    expect(Properties).toEqual({ 'maxmemory-policy': 'allkeys-lru' });
  });

  test('have a login of their own', () => {
    expect(volatileResource('SecretsManager::Secret').Name).toBe('production/cache/volatile');
  });

  test('are evicted without an alarm', () => {
    const names = resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties.AlarmName,
    );
    expect(names).not.toContain('production-volatile-cache-evictions');
  });
});

describe('a group without replicas', () => {
  const single = stackWith({ queues: { ...production.cache.queues, replicas: 0 } });
  const template: Json = Template.fromStack(single).toJSON();

  test('asks for no failover, which ElastiCache would refuse', () => {
    const [group] = resourcesOfType(template, 'AWS::ElastiCache::ReplicationGroup');
    expect([group?.properties.NumCacheClusters, group?.properties.AutomaticFailoverEnabled]).toEqual([
      1,
      false,
    ]);
  });

  test('has no replication to watch', () => {
    const names = resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties.AlarmName,
    );
    expect(names).not.toContain('production-queues-cache-replication-behind');
  });
});
