import { AwsClients, type AwsOptions } from '../../../ops/preflight/aws/aws-clients';
import { preflight, type PreflightResult } from '../../../ops/preflight/preflight';
import { preflightText } from '../../../ops/preflight/report/preflight-text';
import { healthySubject } from './healthy-subject';
import { error } from './planted/planted-fault';
import { RecordedAws } from './recorded-aws';

jest.setTimeout(30_000);

let aws: RecordedAws;
beforeAll(async () => {
  aws = await RecordedAws.start();
});
afterEach(() => aws.heal());
afterAll(() => aws?.stop());

const credentials = { accessKeyId: 'recorded', secretAccessKey: 'recorded' };
const askedWith = (options: AwsOptions): Promise<PreflightResult> =>
  preflight(
    healthySubject(aws.url, {
      aws: new AwsClients({ maxAttempts: 1, credentials, ...options }),
    }),
  );

/** What AWS's services say instead of an answer, and the sentence that a person reads. */
const answers: readonly [status: number, code: string, sentence: RegExp][] = [
  [
    403,
    'AccessDeniedException',
    /^AWS refuses eks:DescribeClusterVersions in us-east-1 to these credentials\.$/,
  ],
  [403, 'UnauthorizedOperation', /^AWS refuses eks:DescribeClusterVersions/],
  [
    400,
    'ThrottlingException',
    /^AWS throttles eks:DescribeClusterVersions in us-east-1, after several tries\.$/,
  ],
  [503, 'RequestLimitExceeded', /^AWS throttles eks:DescribeClusterVersions/],
  [429, 'TooManyRequestsException', /^AWS throttles eks:DescribeClusterVersions/],
  [403, 'ExpiredTokenException', /^The AWS credentials have expired\.$/],
  [403, 'UnrecognizedClientException', /^AWS does not know these credentials in us-east-1: /],
  [403, 'InvalidSignatureException', /^AWS does not know these credentials in us-east-1: /],
  [403, 'RequestTimeTooSkewed', /^This machine's clock is minutes away from AWS's/],
  [400, 'OptInRequired', /^The region us-east-1 is not switched on in this account\.$/],
  [500, 'InternalFailure', /failed at eks:DescribeClusterVersions, which an emulator may lack\.$/],
  [503, 'ServiceUnavailableException', /failed at eks:DescribeClusterVersions/],
  [501, 'NotImplemented', /does not know eks:DescribeClusterVersions\.$/],
  [400, 'InvalidParameterException', /^AWS refuses the question eks:DescribeClusterVersions in us-east-1 \(/],
  [404, 'ResourceNotFoundException', /^eks:DescribeClusterVersions in us-east-1 found nothing of that name/],
  [
    418,
    'TeapotException',
    /^eks:DescribeClusterVersions in us-east-1 ended with an unknown error \(TeapotException/,
  ],
];

test.each(answers)(
  '%i %s is told in one sentence, beside all other answers',
  async (status, code, sentence) => {
    aws.plant('eks:DescribeClusterVersions', () => error(status, code));
    const { findings, unanswered } = await askedWith({ endpoint: aws.url });
    expect(findings).toEqual([]);
    expect(unanswered).toEqual([
      { checks: ['Kubernetes version'], what: expect.stringMatching(sentence), command: expect.any(String) },
    ]);
    expect(unanswered[0]!.what).toMatch(/^[^\n]+\.$/);
  },
);

test.each(answers)('%i %s to the first question of all is the whole report', async (status, code) => {
  aws.plant('sts:GetCallerIdentity', () => error(status, code));
  const result = await askedWith({ endpoint: aws.url });
  expect(result.account).toBeNull();
  expect(preflightText(result)).toMatch(/^[^\n]+\.\n {2}do: {2}[^\n]+$/);
});

test('no credentials are told in one sentence', async () => {
  const kept = process.env;
  process.env = { PATH: kept.PATH, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };
  try {
    const { unanswered } = await askedWith({ endpoint: aws.url, credentials: undefined });
    expect(unanswered.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^There are no AWS credentials that can be used \(.+\)\.$/),
    ]);
  } finally {
    process.env = kept;
  }
});
