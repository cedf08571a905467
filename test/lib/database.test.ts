import { databaseLogins } from '../../config/contract';
import { loadEnvironment } from '../../config/load';
import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';
import { primaryOf } from './database-scratch';

const named = (template: Json, alarm: string): Json =>
  resourcesOfType(template, 'AWS::CloudWatch::Alarm').find(({ properties }) =>
    properties.AlarmName.endsWith(`-${alarm}`),
  )?.properties;

describe.each(['production', 'starter', 'recovery'])('%s', (name) => {
  const template = stackTemplate(name, 'database');
  const { database, observability } = loadEnvironment(name);
  const instance = primaryOf(template);
  const parameters = (): Json =>
    resourcesOfType(template, 'AWS::RDS::DBParameterGroup')[0]!.properties.Parameters;
  const rotation = (): Json =>
    resourcesOfType(template, 'AWS::Lambda::Function').find(
      ({ properties }) => properties.Environment?.Variables.MASTER_SECRET_ARN,
    )!.properties;

  test('the instance has the same logical id as in every environment', () => {
    expect(instance.id).toBe('InstanceC1063A87');
  });
  test('the instance stays when its stack goes or it is replaced', () => {
    const { DeletionPolicy, UpdateReplacePolicy } = instance.resource;
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  });
  test('deletion protection is on', () => {
    expect(instance.properties.DeletionProtection).toBe(true);
  });
  test('the automated backups outlive the instance', () => {
    expect(instance.properties.DeleteAutomatedBackups).toBe(false);
  });
  test('backups are kept for the configured days', () => {
    expect(instance.properties.BackupRetentionPeriod).toBe(database.pointInTimeDays);
  });
  test('there is a standby in another zone', () => {
    expect(instance.properties.MultiAZ).toBe(true);
  });
  test('the engine is named by its major version alone', () => {
    expect(instance.properties.EngineVersion).toBe('17');
  });
  test('gp3 under 400 GiB names neither IOPS nor throughput', () => {
    const { StorageType, Iops, StorageThroughput } = instance.properties;
    expect([StorageType, Iops, StorageThroughput]).toEqual(['gp3', undefined, undefined]);
  });
  test('storage grows to the configured size', () => {
    expect(instance.properties.MaxAllocatedStorage).toBe(database.maxStorageGib);
  });
  test('RDS keeps the master password, encrypted with a key of ours', () => {
    const { ManageMasterUserPassword, MasterUserSecret } = instance.properties;
    expect([ManageMasterUserPassword, MasterUserSecret.KmsKeyId]).toEqual([true, expect.anything()]);
  });
  test('Database Insights runs in standard mode', () => {
    expect(instance.properties.DatabaseInsightsMode).toBe('standard');
  });
  test('logs are exported to groups that expire', () => {
    const groups = resourcesOfType(template, 'AWS::Logs::LogGroup')
      .filter(({ properties }) => properties.LogGroupName?.startsWith('/aws/rds/instance/'))
      .map(({ properties }) => [properties.LogGroupName.split('/').at(-1), properties.RetentionInDays]);
    expect(groups).toEqual([
      ['postgresql', database.logRetentionDays],
      ['upgrade', database.logRetentionDays],
    ]);
  });
  test('the log groups are named after the instance', () => {
    const [group] = resourcesOfType(template, 'AWS::Logs::LogGroup');
    expect(group!.properties.LogGroupName).toContain(`/${instance.properties.DBInstanceIdentifier}/`);
  });
  test('connections without TLS are refused', () => {
    expect(parameters()['rds.force_ssl']).toBe('1');
  });
  test.each([
    ['log_statement', 'none'],
    ['log_min_error_statement', 'panic'],
    ['log_parameter_max_length', '0'],
    ['log_parameter_max_length_on_error', '0'],
    ['log_error_verbosity', 'terse'],
    ['pg_stat_statements.track_utility', '0'],
    ['pg_stat_statements.max', '20000'],
  ])('no tenant’s data and no verifier is recorded: %s is %s', (parameter, value) => {
    expect(parameters()[parameter]).toBe(value);
  });
  test('only the rotation function is let in by this stack', () => {
    const rules = resourcesOfType(template, 'AWS::EC2::SecurityGroupIngress');
    expect(rules.map(({ properties }) => properties.Description)).toEqual(['rotation of the logins']);
  });
  test('the instance’s security group lets nothing out', () => {
    const group = template.Resources[instance.properties.VPCSecurityGroups[0]['Fn::GetAtt'][0]]!;
    expect(group.Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '255.255.255.255/32' }),
    ]);
  });
  test('the rotation function trusts RDS’s certificates', () => {
    expect(rotation().Environment.Variables.NODE_EXTRA_CA_CERTS).toBe('/var/runtime/ca-cert.pem');
  });
  test('the rotation function keeps its log as long as configured', () => {
    const [group] = resourcesOfType(template, 'AWS::Logs::LogGroup').filter(
      ({ id }) => id === rotation().LoggingConfig.LogGroup.Ref,
    );
    expect(group!.properties.RetentionInDays).toBe(observability.functionLogRetentionDays);
  });
  test('the rotation function may touch nothing on every resource', () => {
    const statements = resourcesOfType(template, 'AWS::IAM::Policy').flatMap(
      ({ properties }) => properties.PolicyDocument.Statement,
    );
    expect(statements.filter(({ Resource }: Json) => JSON.stringify(Resource).includes('"*"'))).toEqual([]);
  });
  test('failovers, failures and deletions of the instance are events that page', () => {
    const [rule] = resourcesOfType(template, 'AWS::Events::Rule');
    const { EventCategories, SourceIdentifier } = rule!.properties.EventPattern.detail;
    expect([EventCategories, SourceIdentifier]).toEqual([
      expect.arrayContaining(['failover', 'failure', 'low storage', 'deletion']),
      [instance.properties.DBInstanceIdentifier],
    ]);
  });
});

describe.each(['production', 'starter'])('%s makes its own secrets', (name) => {
  const template = stackTemplate(name, 'database');
  const secrets = resourcesOfType(template, 'AWS::SecretsManager::Secret');
  const schedules = resourcesOfType(template, 'AWS::SecretsManager::RotationSchedule');

  test('one for each login, and the encryption key', () => {
    expect(secrets.map(({ properties }) => properties.Name).sort()).toEqual(
      [
        ...databaseLogins.map((login) => `${name}/database/${login}`),
        `${name}/application/encryption-key`,
      ].sort(),
    );
  });
  test('every secret stays when the stack goes', () => {
    expect(new Set(secrets.map(({ resource }) => resource.DeletionPolicy))).toEqual(
      new Set(['RetainExceptOnCreate']),
    );
  });
  test('a login’s first value has no field that a client reads', () => {
    const [login] = secrets.filter(({ properties }) => properties.Name.endsWith('/database/app'));
    const { SecretStringTemplate, GenerateStringKey } = login!.properties.GenerateSecretString;
    expect([...Object.keys(JSON.parse(SecretStringTemplate)), GenerateStringKey]).toEqual([
      'login',
      'awaitingFirstRotation',
    ]);
  });
  test('every login rotates, the encryption key does not', () => {
    const rotated = schedules.map(
      ({ properties }) => template.Resources[properties.SecretId.Ref]!.Properties.Name,
    );
    expect(rotated.sort()).toEqual(databaseLogins.map((login) => `${name}/database/${login}`).sort());
  });
  test('logins rotate after the configured days, for the first time at once', () => {
    const { credentialRotationDays } = loadEnvironment(name).database;
    for (const { properties } of schedules) {
      expect(properties).toMatchObject({
        RotateImmediatelyOnUpdate: true,
        RotationRules: { AutomaticallyAfterDays: credentialRotationDays },
      });
    }
  });
  test('nothing rotates before the function reaches the database', () => {
    const rules = resourcesOfType(template, 'AWS::EC2::SecurityGroupIngress').map(({ id }) => id);
    for (const { resource } of schedules) expect(resource.DependsOn).toEqual(expect.arrayContaining(rules));
  });
  test('the encryption key is made of 64 hexadecimal digits', () => {
    const [key] = secrets.filter(({ properties }) => properties.Name.endsWith('/encryption-key'));
    const { ExcludeCharacters, ...rest } = key!.properties.GenerateSecretString;
    const letters = 'abcdefghijklmnopqrstuvwxyz'.replace(new RegExp(`[${ExcludeCharacters}]`, 'g'), '');
    expect({ letters, ...rest }).toEqual({
      letters: 'abcdef',
      PasswordLength: 64,
      ExcludePunctuation: true,
      ExcludeUppercase: true,
    });
  });
});

test('production’s secrets are copied to the recovery region', () => {
  const secrets = resourcesOfType(stackTemplate('production', 'database'), 'AWS::SecretsManager::Secret');
  expect(secrets.map(({ properties }) => properties.ReplicaRegions[0].Region)).toEqual(
    Array(6).fill('us-west-2'),
  );
});

test('production’s automated backups are copied to the recovery region under its key', () => {
  const { properties } = primaryOf(stackTemplate('production', 'database'));
  expect(properties).toMatchObject({
    AutomaticBackupReplicationRegion: 'us-west-2',
    AutomaticBackupReplicationRetentionPeriod: 7,
    AutomaticBackupReplicationKmsKeyId: expect.anything(),
  });
});

describe('recovery uses the copies that wait in its region', () => {
  const template = stackTemplate('recovery', 'database');

  test('makes no secret', () => {
    expect(resourcesOfType(template, 'AWS::SecretsManager::Secret')).toEqual([]);
  });
  test('rotates none', () => {
    expect(resourcesOfType(template, 'AWS::SecretsManager::RotationSchedule')).toEqual([]);
  });
  test('its rotation function is ready for production’s secrets once they are promoted', () => {
    const policies = JSON.stringify(resourcesOfType(template, 'AWS::IAM::Policy'));
    expect(policies).toContain(':secret:production/database/app-??????');
  });
});

describe('thresholds', () => {
  const template = (name: string): Json => stackTemplate(name, 'database');

  test('memory: a tenth of the 16 GiB of m7g.xlarge', () => {
    expect(named(template('production'), 'database-memory-low').Threshold).toBe(1.6 * 1024 ** 3);
  });
  test('connections: 70% of the 1,802 of m7g.xlarge', () => {
    expect(named(template('production'), 'database-connections-high').Threshold).toBe(1261);
  });
  test('storage that grows: 8% of the first 200 GiB', () => {
    expect(named(template('production'), 'database-storage-low').Threshold).toBe(16 * 1024 ** 3);
  });
  test('credits: what t4g.medium earns in an hour', () => {
    expect(named(template('starter'), 'database-cpu-credits-low').Threshold).toBe(24);
  });
  test('a class that is not burstable has no credits', () => {
    expect(named(template('production'), 'database-cpu-credits-low')).toBeUndefined();
  });
  test('an instance that reports nothing is bad', () => {
    expect(named(template('production'), 'database-cpu-high').TreatMissingData).toBe('breaching');
  });
});
