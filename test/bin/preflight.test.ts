import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RecordedAws } from '../ops/preflight/recorded-aws';
import { assemblyFolder } from '../support/synthesized';
import { type Ended, platformWith } from './run';

const server = createServer((request, response) => {
  if (request.url?.startsWith('/page')) response.end('<html>Sign in to the network</html>');
  if (request.url?.startsWith('/broken')) request.socket.destroy();
});
const credentials = { AWS_ACCESS_KEY_ID: 'recorded', AWS_SECRET_ACCESS_KEY: 'recorded' };
const alone = { AWS_MAX_ATTEMPTS: '1', AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' };
let aws: RecordedAws;
let ended: Readonly<Record<string, Ended>>;

beforeAll(async () => {
  aws = await RecordedAws.start();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (
    endpoint: string,
    variables: Readonly<Record<string, string>> = credentials,
    ...more: string[]
  ) =>
    platformWith(
      { ...alone, ...variables },
      ...['preflight', '--endpoint', endpoint, '--assembly', assemblyFolder('production'), ...more],
    );
  ended = {
    'no credentials': await ask(aws.url, {}),
    'nobody listens': await ask('http://127.0.0.1:1'),
    'no network': await ask('http://aws.invalid'),
    'a broken connection': await ask(`${url}/broken`),
    'a page of a proxy': await ask(`${url}/page`),
    'no answer': await ask(`${url}/silent`),
    json: await ask('http://127.0.0.1:1', credentials, '--json'),
    answered: await ask(aws.url, credentials, '--json'),
  };
}, 180_000);
afterAll(async () => {
  await aws?.stop();
  server.closeAllConnections();
  server.close();
});

const sentences: readonly [string, RegExp][] = [
  ['no credentials', /^There are no AWS credentials that can be used \(.+\)\.\n {2}do: {2}aws configure sso/],
  ['nobody listens', /^Nobody answers at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)\.\n/],
  [
    'no network',
    /^The address of http:\/\/aws\.invalid is not known: there is no network, or no such region\.\n/,
  ],
  ['a broken connection', /^Nobody answers at .*\/broken \(ECONNRESET\)\.\n/],
  ['a page of a proxy', /^Something answers for AWS and names no account: /],
  ['no answer', /^Nobody answers at .*\/silent \((TimeoutError|ETIMEDOUT)\)\.\n/],
];

test.each(sentences)('%s ends in one sentence', (name, sentence) => {
  expect(ended[name]?.stdout).toMatch(sentence);
  expect(ended[name]?.stdout).toMatch(/^[^\n]+\n {2}do: {2}[^\n]+\n$/);
});

test.each(sentences)('%s ends with 2, and nothing but progress on stderr', (name) => {
  expect(ended[name]?.exitCode).toBe(2);
  expect(ended[name]?.stderr).toBe('');
});

test('--json tells the same to programs', () => {
  expect(JSON.parse(ended.json!.stdout)).toMatchObject({
    account: null,
    findings: [],
    unanswered: [{ checks: ['credentials'] }],
  });
});

test('an account that answers is reported by check', () => {
  const { account, checks } = JSON.parse(ended.answered!.stdout);
  expect(account).toBe('123456789012');
  expect(checks).toContainEqual({
    name: 'Kubernetes version',
    outcome: 'passed',
    notes: [],
    called: ['eks:DescribeCluster', 'eks:DescribeClusterVersions'],
    triedAgainst: ['moto', 'recorded'],
  });
});
