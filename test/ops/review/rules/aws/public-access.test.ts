import type { JsonObject } from '../../../../../ops/review/change';
import { dangers, ofResource } from '../verdict-of';

describe('public access', () => {
  dangers([
    [
      'database with a public address',
      'AWS::RDS::DBInstance',
      { PubliclyAccessible: false },
      { PubliclyAccessible: true },
      'exposure',
    ],
    [
      'bucket that does not block policies',
      'AWS::S3::Bucket',
      { PublicAccessBlockConfiguration: { BlockPublicPolicy: true } },
      { PublicAccessBlockConfiguration: { BlockPublicPolicy: false } },
      'exposure',
    ],
    [
      'bucket without any block',
      'AWS::S3::Bucket',
      { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
      {},
      'exposure',
    ],
    ['public subnet', 'AWS::EC2::Subnet', {}, { MapPublicIpOnLaunch: true }, 'exposure'],
    [
      'mutable tags',
      'AWS::ECR::Repository',
      { ImageTagMutability: 'IMMUTABLE' },
      { ImageTagMutability: 'MUTABLE' },
      'exposure',
    ],
    [
      'unscanned images',
      'AWS::ECR::Repository',
      { ImageScanningConfiguration: { ScanOnPush: true } },
      {},
      'exposure',
    ],
  ]);

  const api = (EndpointPublicAccess: boolean, ...PublicAccessCidrs: string[]): JsonObject => ({
    ResourcesVpcConfig: { EndpointPublicAccess, PublicAccessCidrs },
  });
  test.each([
    ['public', api(false), api(true, '203.0.113.0/24'), 'exposure'],
    ['wider', api(true, '203.0.113.0/24'), api(true, '203.0.112.0/23'), 'exposure'],
    ['narrower', api(true, '203.0.112.0/23'), api(true, '203.0.113.0/24'), 'safe'],
    ['open to all', api(true, '203.0.112.0/23'), api(true), 'exposure'],
    ['private', api(true, '203.0.112.0/23'), api(false), 'safe'],
  ] as const)('Kubernetes API %s', (_, before, after, risk) => {
    expect(ofResource('AWS::EKS::Cluster', before, after)).toBe(risk);
  });

  test('a route table that leads to the internet gateway', () => {
    const route = (target: JsonObject) => ({
      RouteTableId: 't',
      DestinationCidrBlock: '0.0.0.0/0',
      ...target,
    });
    expect(ofResource('AWS::EC2::Route', route({ NatGatewayId: 'n' }), route({ GatewayId: 'i' }))).toBe(
      'exposure',
    );
  });

  test('a new bucket that blocks nothing', () => {
    expect(ofResource('AWS::S3::Bucket', null, {})).toBe('exposure');
  });
});
