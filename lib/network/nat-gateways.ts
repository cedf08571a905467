import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEIP, NatProvider } from 'aws-cdk-lib/aws-ec2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../../config/schema';
import { RunbookAlarm } from '../observability/runbook-alarm';

export interface NatGatewaysProps {
  readonly network: Environment['network'];
}

/**
 * The way out of the private subnets: a NAT gateway in each zone, or one for all. Customers allow-list its public
 * addresses, so an address stays in the account when its gateway or the stack goes.
 */
export class NatGateways extends Construct {
  /** Public IPv4 addresses, in the order of the zones. */
  readonly addresses: readonly string[];
  readonly count: number;
  readonly provider: NatProvider;

  constructor(scope: Construct, id: string, { network }: NatGatewaysProps) {
    super(scope, id);
    const zones = network.natGateways === 'one' ? network.zones.slice(0, 1) : network.zones;
    const elasticAddresses = zones.map(({ name }) => {
      const address = new CfnEIP(this, name, { domain: 'vpc' });
      address.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
      return address;
    });
    this.addresses = elasticAddresses.map((address) => address.attrPublicIp);
    this.count = zones.length;
    this.provider = NatProvider.gateway({
      eipAllocationIds: elasticAddresses.map((address) => address.attrAllocationId),
    });
  }

  /**
   * Pages when a gateway has no source port left for five minutes in a row: each gateway address holds 55,000
   * connections to one destination. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
   */
  addAlarm(props: { readonly environmentName: string; readonly topic: ITopic }): void {
    new RunbookAlarm(this, 'nat-ports-exhausted', {
      ...props,
      consequence: 'New connections to the internet fail: calls to model providers and customers’ systems.',
      metric: this.portAllocationErrors(),
      threshold: 0,
      badWhen: 'above',
      periods: 5,
      missingData: 'good',
    });
  }

  /** Of the worst gateway, each minute. */
  private portAllocationErrors(): IMetric {
    const gateways = this.provider.configuredGateways.map(({ gatewayId }) => gatewayId);
    const errors = gateways.map(
      (NatGatewayId) =>
        new Metric({
          namespace: 'AWS/NATGateway',
          metricName: 'ErrorPortAllocation',
          dimensionsMap: { NatGatewayId },
          statistic: 'Sum',
        }),
    );
    return new MathExpression({
      expression: `MAX([${errors.map((_, index) => `gateway${index}`).join(', ')}])`,
      usingMetrics: Object.fromEntries(errors.map((metric, index) => [`gateway${index}`, metric])),
      period: Duration.minutes(1),
    });
  }
}
