import { RemovalPolicy } from 'aws-cdk-lib';
import { type ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { CacheAlarms } from './cache-alarms';
import { CacheLogin } from './cache-login';
import type { CacheEndpoint, CacheStackProps } from './cache-stack';
import { PasswordRotation } from './password-rotation';
import { ReplicationGroup, type WhenFull } from './replication-group';

export interface CacheGroupProps extends CacheStackProps {
  /** Short name, unique in the environment, such as `queues`. */
  readonly name: string;
  readonly group: Environment['cache']['queues'];
  readonly secretName: string;
  readonly whenFull: WhenFull;
}

/** A replication group with its login, the login's rotation and its alarms. */
export class CacheGroup extends Construct implements CacheEndpoint {
  readonly host: string;
  readonly securityGroup: ISecurityGroup;
  readonly secret: ISecret;
  readonly replicationGroupId: string;
  readonly slowLogName: string;

  constructor(scope: Construct, id: string, props: CacheGroupProps) {
    super(scope, id);
    const { environment, vpc, name } = props;

    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Valkey of ${environment.name}: ${name}`,
      allowAllOutbound: false,
    });
    this.securityGroup.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const login = new CacheLogin(this, 'Login', props);
    const replicationGroup = new ReplicationGroup(this, 'ReplicationGroup', {
      ...props,
      securityGroup: this.securityGroup,
      userGroupId: login.userGroupId,
    });
    new CacheAlarms(this, 'Alarms', {
      environmentName: environment.name,
      groupName: name,
      nodeType: props.group.nodeType,
      nodeIds: replicationGroup.nodeIds,
      whenFull: props.whenFull,
      topic: props.alarmTopic,
    });
    if (environment.state.kind === 'own') {
      new PasswordRotation(this, 'Rotation', {
        ...props,
        securityGroup: this.securityGroup,
        secret: login.secret,
        userId: login.userId,
        replicationGroup,
      });
    }
    this.host = replicationGroup.primaryHost;
    this.secret = login.secret;
    this.replicationGroupId = replicationGroup.id;
    this.slowLogName = replicationGroup.slowLog.logGroupName;
  }
}
