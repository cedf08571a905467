import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

interface ServiceAccountRoleProps {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Assumed by EKS for the pods of one service account. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
class ServiceAccountRole extends Role {
  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    const { namespace, serviceAccount } = props;
    super(scope, id, {
      description: `Pods of service account ${namespace}/${serviceAccount}`,
      assumedBy: new SessionTagsPrincipal(
        new ServicePrincipal('pods.eks.amazonaws.com', {
          conditions: {
            StringEquals: {
              'aws:RequestTag/kubernetes-namespace': namespace,
              'aws:RequestTag/kubernetes-service-account': serviceAccount,
            },
          },
        }),
      ),
    });
  }
}

export interface ZoneRoleProps {
  readonly zone: IHostedZone;
}

/**
 * For cert-manager: it answers Let's Encrypt's DNS-01 challenges and can change no other record.
 * https://cert-manager.io/docs/configuration/acme/dns01/route53/
 */
export class CertificateSolverRole extends ServiceAccountRole {
  constructor(scope: Construct, id: string, { zone }: ZoneRoleProps) {
    super(scope, id, { namespace: 'cert-manager', serviceAccount: 'cert-manager' });
    const changes = Stack.of(this).formatArn({
      service: 'route53',
      region: '',
      account: '',
      resource: 'change',
      resourceName: '*',
    });
    this.addToPolicy(
      changeRecords(zone, ['TXT'], {
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'],
        },
      }),
    );
    this.addToPolicy(
      new PolicyStatement({ actions: ['route53:ListResourceRecordSets'], resources: [zone.hostedZoneArn] }),
    );
    this.addToPolicy(new PolicyStatement({ actions: ['route53:GetChange'], resources: [changes] }));
    this.addToPolicy(new PolicyStatement({ actions: ['route53:ListHostedZonesByName'], resources: ['*'] }));
    Validations.of(this).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::arn:aws:route53:::change/*]',
        reason: 'GetChange reads the state of a change, whose id exists only after the change was asked for.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'ListHostedZonesByName reads names and takes no resource.',
      },
    );
  }
}

/**
 * For external-dns: it points host names at load balancers, and marks what it made with TXT records.
 * https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 */
export class RecordsRole extends ServiceAccountRole {
  constructor(scope: Construct, id: string, { zone }: ZoneRoleProps) {
    super(scope, id, { namespace: 'external-dns', serviceAccount: 'external-dns' });
    this.addToPolicy(changeRecords(zone, ['A', 'AAAA', 'CNAME', 'TXT']));
    this.addToPolicy(
      new PolicyStatement({
        actions: [
          'route53:ListHostedZones',
          'route53:ListResourceRecordSets',
          'route53:ListTagsForResources',
        ],
        resources: ['*'],
      }),
    );
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'external-dns reads every zone under its domain, so also other environments’ sub-domains, and stops at the first refusal; DNS records are public.',
    });
  }
}

const changeRecords = (
  zone: IHostedZone,
  types: readonly string[],
  conditions: Record<string, Record<string, string[]>> = {},
): PolicyStatement =>
  new PolicyStatement({
    actions: ['route53:ChangeResourceRecordSets'],
    resources: [zone.hostedZoneArn],
    conditions: {
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': types },
      ...conditions,
    },
  });
