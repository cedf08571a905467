import type { Subject } from '../subject';
import { addressUsage, loadBalancerUsage, type Usage, vcpuUsage, vpcUsage } from './quota-usage';

/** A limit of the account in a region. */
export interface Quota {
  readonly name: string;
  /** Codes of Service Quotas; `aws service-quotas list-service-quotas --service-code …` lists them. */
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly why: string;
  readonly usage: (subject: Subject) => Promise<Usage>;
}

/**
 * Quotas that a young account meets first. New accounts have 5 addresses, 5 VPCs, 50 network load balancers and as few
 * as 5 vCPUs of each market. https://docs.aws.amazon.com/general/latest/gr/ec2-service.html,
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 */
export const quotas: readonly Quota[] = [
  {
    name: 'elastic addresses',
    serviceCode: 'ec2',
    quotaCode: 'L-0263D0A3',
    why: 'the network stack stops at the NAT gateways',
    usage: addressUsage,
  },
  {
    name: 'VPCs',
    serviceCode: 'vpc',
    quotaCode: 'L-F678F1CE',
    why: 'the network stack stops at its VPC',
    usage: vpcUsage,
  },
  {
    name: 'network load balancers',
    serviceCode: 'elasticloadbalancing',
    quotaCode: 'L-69A177A2',
    why: 'the cluster gets no load balancer, and no customer reaches the application',
    usage: loadBalancerUsage,
  },
  {
    name: 'vCPUs on demand',
    serviceCode: 'ec2',
    quotaCode: 'L-1216C47A',
    why: 'the node pools cannot grow to their limits: pods stay pending',
    usage: (subject) => vcpuUsage(subject, 'on-demand'),
  },
  {
    name: 'vCPUs on spot',
    serviceCode: 'ec2',
    quotaCode: 'L-34B43A08',
    why: "the workers' pool cannot grow to its limit: tasks wait",
    usage: (subject) => vcpuUsage(subject, 'spot'),
  },
];
