import { internet } from '../healthy-subject';
import { error, type PlantedFault } from './planted-fault';
import type { RecordedAws } from '../recorded-aws';

const pagerDuty = 'production/pagerduty/integration-url';
const secret = (name: string, answer: object) => ({
  plant: (aws: RecordedAws) =>
    aws.plant('secretsmanager:GetSecretValue', ({ SecretId }, region) =>
      SecretId === name && region === 'us-east-1' ? { ...answer } : null,
    ),
});

/** Secrets, image, zone and certificates. */
export const applicationFaults: readonly PlantedFault[] = [
  {
    fault: 'a required secret is missing',
    check: 'secrets',
    what: /^There is no secret production\/pagerduty\/integration-url in us-east-1$/,
    command: /^aws secretsmanager create-secret --region us-east-1 --name production\/pagerduty/,
    ...secret(pagerDuty, error(400, 'ResourceNotFoundException')),
  },
  {
    fault: 'a required secret waits for its deletion',
    check: 'secrets',
    what: /integration-url in us-east-1 waits for its deletion$/,
    command: /^aws secretsmanager restore-secret/,
    ...secret(pagerDuty, error(400, 'InvalidRequestException', 'was marked for deletion')),
  },
  {
    fault: 'a secret holds something else than what reads it',
    check: 'secrets',
    what: /is not an integration URL of PagerDuty/,
    command: /^aws secretsmanager put-secret-value/,
    ...secret(pagerDuty, { Name: pagerDuty, SecretString: 'changeme' }),
  },
  {
    fault: 'the image is not in its repository',
    check: 'image',
    what: /^There is no image production\/app@sha256:a{64} in account 123456789012, us-east-1$/,
    command: /^aws ecr describe-images /,
    plant: (aws) => aws.plant('ecr:BatchGetImage', () => ({ images: [], failures: [] })),
  },
  {
    fault: 'the image is built for another architecture than that of its nodes',
    check: 'image architecture',
    what: /is built for amd64, and its nodes are arm64$/,
    command: /^docker buildx build --platform linux\/arm64/,
    plant: (aws) =>
      aws.change('ecr:BatchGetImage', (answer) => {
        answer.images[0].imageManifest = answer.images[0].imageManifest.replace('arm64', 'amd64');
      }),
  },
  {
    fault: 'an image for one architecture alone has the wrong one',
    check: 'image architecture',
    what: /is built for amd64, and its nodes are arm64$/,
    command: /^docker buildx build --platform linux\/arm64/,
    plant: (aws) => {
      aws.layerArchitecture = 'amd64';
      aws.change('ecr:BatchGetImage', (answer) => {
        answer.images[0].imageManifest = JSON.stringify({
          schemaVersion: 2,
          config: { digest: `sha256:${'d'.repeat(64)}` },
        });
      });
    },
  },
  {
    fault: 'the image has a critical vulnerability',
    check: 'image scan',
    what: /has critical vulnerabilities: CVE-2026-9999$/,
    command: /^aws ecr describe-image-scan-findings /,
    plant: (aws) =>
      aws.change('ecr:DescribeImageScanFindings', (answer) => {
        answer.imageScanFindings.findings.push({ name: 'CVE-2026-9999', severity: 'CRITICAL' });
      }),
  },
  {
    fault: 'the acceptance of a critical vulnerability has ended',
    check: 'image scan',
    what: /has critical vulnerabilities: CVE-2026-9999$/,
    command: /vulnerability-acceptances\.json$/,
    plant: (aws) =>
      aws.change('ecr:DescribeImageScanFindings', (answer) => {
        answer.imageScanFindings.findings.push({ name: 'CVE-2026-9999', severity: 'CRITICAL' });
      }),
    subject: {
      acceptedVulnerabilities: [
        { vulnerability: 'CVE-2026-9999', reason: 'the function is never called', until: '2026-11-23' },
      ],
    },
  },
  {
    fault: 'the image was never scanned',
    check: 'image scan',
    what: /^The scan of production\/app@sha256:a{64} is not begun$/,
    command: /^aws ecr start-image-scan /,
    plant: (aws) => aws.plant('ecr:DescribeImageScanFindings', () => error(400, 'ScanNotFoundException')),
  },
  {
    fault: 'the zone is not delegated',
    check: 'hosted zone',
    what: /^genericcorp\.com is not delegated/,
    command: /^aws route53 get-hosted-zone --id Z0PRODUCTION /,
    subject: { internet: { ...internet, nameServers: async () => [] } },
  },
  {
    fault: 'the zone is delegated to other name servers',
    check: 'hosted zone',
    what: /^The parent of genericcorp\.com names ns\.registrar\.example, and the zone answers at ns-1\.awsdns-01\.org, /,
    command: /into the NS record of genericcorp\.com/,
    subject: { internet: { ...internet, nameServers: async () => ['ns.registrar.example'] } },
  },
  {
    fault: 'the account has the zone twice',
    check: 'hosted zone',
    what: /^The account has 2 public zones genericcorp\.com \(Z0PRODUCTION, Z0OTHER\)$/,
    command: /^aws route53 delete-hosted-zone/,
    plant: (aws) =>
      aws.change('route53:ListHostedZonesByName', (answer) => {
        answer.ListHostedZonesByNameResponse.HostedZones.HostedZone[1].Name = 'genericcorp.com.';
      }),
  },
  {
    fault: 'a certificate is about to end',
    check: 'certificates',
    what: /^The certificate of app\.genericcorp\.com ends on 2026-12-01, in 7 days$/,
    command: /^kubectl get certificates/,
    subject: {
      internet: {
        ...internet,
        certificate: async () => ({ validTo: new Date('2026-12-01T12:00:00Z'), refusedBecause: null }),
      },
    },
  },
  {
    fault: 'browsers refuse a certificate',
    check: 'certificates',
    what: /^Browsers refuse the certificate of app\.genericcorp\.com \(SELF_SIGNED_CERT_IN_CHAIN\)$/,
    command: /^kubectl get certificates/,
    subject: {
      internet: {
        ...internet,
        certificate: async () => ({
          validTo: new Date('2027-02-01T00:00:00Z'),
          refusedBecause: 'SELF_SIGNED_CERT_IN_CHAIN',
        }),
      },
    },
  },
];
