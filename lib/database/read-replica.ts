import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { acknowledgeDefaultPort, acknowledgeSafeguard } from './acknowledgements';
import type { DatabaseInstance } from './database-instance';
import { InstanceLogs } from './instance-logs';
import type { InstanceSettings } from './instance-settings';

export interface ReadReplicaProps {
  readonly environment: Environment;
  readonly settings: InstanceSettings;
  readonly source: DatabaseInstance;
  /** Counts from 1. */
  readonly number: number;
}

/** A copy for reads, of the same class as its source and encrypted with the same key. It holds nothing of its own. */
export class ReadReplica extends Construct {
  readonly identifier: string;
  readonly host: string;

  constructor(scope: Construct, id: string, props: ReadReplicaProps) {
    super(scope, id);
    const { environment, settings, source } = props;
    const { database } = environment;
    this.identifier = `${source.identifier}-reader-${props.number}`;
    const instance = new CfnDBInstance(this, 'Resource', {
      ...settings.properties,
      dbInstanceIdentifier: this.identifier,
      sourceDbInstanceIdentifier: source.identifier,
      maxAllocatedStorage: database.maxStorageGib > database.storageGib ? database.maxStorageGib : undefined,
      multiAz: false,
    });
    const removalPolicy = RemovalPolicy.DESTROY;
    instance.applyRemovalPolicy(removalPolicy);
    instance.node.addDependency(
      source,
      new InstanceLogs(this, 'Logs', { environment, instanceIdentifier: this.identifier, removalPolicy }),
    );
    acknowledgeDefaultPort(instance);
    acknowledgeSafeguard(instance, 'AwsSolutions-RDS10', database.deletionProtection);
    Validations.of(instance).acknowledge(
      {
        id: 'AwsSolutions-RDS2',
        reason:
          'RDS refuses StorageEncrypted on a replica in its source’s region and takes it from the source.',
      },
      {
        id: 'AwsSolutions-RDS3',
        reason:
          'A replica that is lost is made again from its source, which has a standby; readers fall back to it.',
      },
    );
    this.host = instance.attrEndpointAddress;
  }
}
