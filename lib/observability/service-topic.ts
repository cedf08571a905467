import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IDependable } from 'constructs';

export interface ServiceTopicProps {
  /** Its policy lets the same publishers use the key, or their messages are lost without an error. */
  readonly key: IKey;
  /** Service principals such as `cloudwatch.amazonaws.com`, allowed on behalf of this account alone. */
  readonly publishers: readonly string[];
}

/** An encrypted topic that takes messages over TLS from the named AWS services. */
export class ServiceTopic extends Topic {
  constructor(scope: Construct, id: string, props: ServiceTopicProps) {
    super(scope, id, { masterKey: props.key, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: props.publishers.map((publisher) => new ServicePrincipal(publisher)),
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** What a publisher waits for when AWS checks, as it is created, that it may publish. */
  get publishPolicy(): IDependable {
    return this.node.findChild('Policy');
  }
}
