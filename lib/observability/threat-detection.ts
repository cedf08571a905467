import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EventAlarm } from './event-alarm';

export interface ThreatDetectionProps {
  readonly environmentName: string;
  readonly topic: ITopic;
}

/** Off by name: GuardDuty switches on whatever a new detector does not mention, and each is billed. */
const unusedFeatures = [
  'S3_DATA_EVENTS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
  'LAMBDA_NETWORK_LOGS',
];

/**
 * GuardDuty over CloudTrail, flow logs and DNS (always part of it), the cluster's audit log and what runs in its pods.
 * Pages on findings of high severity (7 and up). About $40-80 a month for production's size: $1.50 a vCPU for what runs
 * in pods, the rest by the volume of events; the first 30 days are free. An account has one detector a region, so one of
 * its environments enables it.
 * https://aws.amazon.com/guardduty/pricing/
 */
export class ThreatDetection extends Construct {
  constructor(scope: Construct, id: string, props: ThreatDetectionProps) {
    super(scope, id);
    new CfnDetector(this, 'Detector', {
      enable: true,
      features: [
        { name: 'EKS_AUDIT_LOGS', status: 'ENABLED' },
        {
          name: 'RUNTIME_MONITORING',
          status: 'ENABLED',
          additionalConfiguration: [{ name: 'EKS_ADDON_MANAGEMENT', status: 'ENABLED' }],
        },
        ...unusedFeatures.map((name) => ({ name, status: 'DISABLED' })),
      ],
    });
    new EventAlarm(this, 'threat-detected', {
      environmentName: props.environmentName,
      consequence:
        'GuardDuty found behaviour of high severity: treat it as an intrusion until shown otherwise.',
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Finding'],
        detail: { severity: [{ numeric: ['>=', 7] }] },
      },
      topic: props.topic,
    });
  }
}
