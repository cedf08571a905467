import { RemovalPolicy } from 'aws-cdk-lib';
import { CaaRecord, CaaTag, HostedZone, type IHostedZone, PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { handOverParameters, stateOwner } from '../../config/contract';
import type { Environment } from '../../config/schema';

/**
 * A zone of this stack's own, which its parent domain must delegate to `hostedZoneNameServers`. Only Let's Encrypt may
 * issue certificates in it. Unsigned: with DNSSEC, a lost key or a stale record at the registrar takes every name of
 * the domain off the internet.
 */
export class OwnHostedZone extends PublicHostedZone {
  constructor(scope: Construct, id: string, props: { readonly zoneName: string }) {
    super(scope, id, props);
    // A new zone of the same name has other name servers, and the parent domain would still name the old ones.
    this.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    new CaaRecord(this, 'CertificateAuthorities', {
      zone: this,
      values: [
        { flag: 0, tag: CaaTag.ISSUE, value: 'letsencrypt.org' },
        { flag: 0, tag: CaaTag.ISSUEWILD, value: 'letsencrypt.org' },
      ],
    });
  }
}

/**
 * A zone that lives elsewhere, by its id: the config's, or the one that the recovered environment handed over, which
 * the deploy reads from a parameter in this region.
 */
export function foreignHostedZone(scope: Construct, id: string, environment: Environment): IHostedZone {
  const { hostedZone } = environment.edge;
  const hostedZoneId =
    hostedZone.kind === 'existing'
      ? hostedZone.id
      : StringParameter.valueForStringParameter(
          scope,
          handOverParameters.hostedZoneId(stateOwner(environment)),
        );
  return HostedZone.fromHostedZoneAttributes(scope, id, { hostedZoneId, zoneName: hostedZone.name });
}
