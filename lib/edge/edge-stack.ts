import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { EnvironmentStackProps } from '../environment-stack';
import { foreignHostedZone, OwnHostedZone } from './hosted-zone';
import { CertificateSolverRole, RecordsRole } from './zone-roles';

/** The hosted zone and who may write to it. */
export class EdgeStack extends Stack {
  readonly hostedZone: IHostedZone;
  readonly certificateSolverRole: IRole;
  readonly recordsRole: IRole;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
    const { hostedZone } = props.environment.edge;

    const zone =
      hostedZone.kind === 'create'
        ? this.ownHostedZone(hostedZone.name)
        : foreignHostedZone(this, 'HostedZone', props.environment);
    this.hostedZone = zone;
    this.certificateSolverRole = new CertificateSolverRole(this, 'CertificateSolverRole', { zone });
    this.recordsRole = new RecordsRole(this, 'RecordsRole', { zone });

    new CfnOutput(this, 'HostedZoneId', { value: zone.hostedZoneId });
  }

  private ownHostedZone(name: string): IHostedZone {
    const zone = new OwnHostedZone(this, 'HostedZone', { zoneName: name });
    new CfnOutput(this, 'NameServers', {
      description: `For the NS record of ${name} at its registrar or in its parent zone`,
      value: Fn.join(',', zone.hostedZoneNameServers ?? []),
    });
    return zone;
  }
}
