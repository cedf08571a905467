import { join } from 'node:path';
import { production } from '../../config/environments/production';
import { allChecks } from '../../ops/preflight/all-checks';
import { deployNeeds } from '../../ops/preflight/assembly/deploy-needs';
import { AwsClients } from '../../ops/preflight/aws/aws-clients';
import { preflight, type PreflightResult } from '../../ops/preflight/preflight';
import { ThisMachine } from '../../ops/preflight/machine/machine';
import type { Subject } from '../../ops/preflight/subject';
import { triedAgainst } from '../../ops/preflight/tried-against';
import type { Check } from '../check';
import { type Emulator, motoVersion, startMoto } from '../../servers/moto/moto-server';
import { makeAccount } from './moto-account';
import { motoFaults } from './moto-faults';
import { type AccessKey, checkIdentities, makePowerlessUser } from './moto-identity';

type Healthy = Omit<Subject, 'account'>;

/** What moto answers and not as AWS does, with the check that finds fault with it: it knows no newer database class, and copies no backups. */
const otherwise: Readonly<Record<string, string>> = {
  'rds:DescribeOrderableDBInstanceOptions': 'database class and engine',
  'rds:DescribeDBInstanceAutomatedBackups': 'database restorable',
};
const user: AccessKey = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Preflight of production against an emulator: what stands, what is planted, and every error that it can give. */
export const preflightOnMoto: Check = {
  name: `preflight against moto ${motoVersion}`,
  async run({ synthesized }) {
    const moto = await startMoto();
    try {
      const needs = deployNeeds(join(await synthesized(), production.name));
      const { nameServers, environment } = await makeAccount(clients(moto, user), needs);
      const subject: Healthy = {
        environment,
        region: environment.region,
        now: new Date(),
        needs,
        aws: clients(moto, user),
        machine: new ThisMachine(join(__dirname, '../..')),
        internet: { nameServers: async () => nameServers, certificate: async () => null },
        acceptedVulnerabilities: [],
      };
      const judgements = [
        ...healthyJudgements(await preflight(subject)),
        ...(await errorJudgements(moto, subject)),
        ...(await plantedJudgements(subject)),
      ];
      const failures = judgements.filter((failure) => failure !== null);
      return { passed: judgements.length - failures.length, failures };
    } finally {
      moto.stop();
    }
  },
};

const clients = ({ url }: Emulator, credentials: AccessKey): AwsClients =>
  new AwsClients({ endpoint: url, maxAttempts: 1, credentials });

/** null: as it should be. */
type Judgement = string | null;

/** The table of what was tried says the truth: moto answers what it names, and nothing else. */
function healthyJudgements({ findings, unanswered, checks }: PreflightResult): Judgement[] {
  const called = new Set(checks.flatMap((check) => check.called));
  const isAnswered = (operation: string): boolean =>
    called.has(operation) && !unanswered.some(({ what }) => new RegExp(`${operation}\\b`).test(what));
  const unexpected = findings.filter(({ check }) => !Object.values(otherwise).includes(check));
  return [
    ...Object.entries(triedAgainst).map(([operation, trial]) =>
      isAnswered(operation) === (trial === 'moto' || Object.hasOwn(otherwise, operation))
        ? null
        : `${operation} was tried against: ${trial}, says the table, and moto ${isAnswered(operation) ? 'answers' : 'does not answer'} it`,
    ),
    unexpected.length === 0
      ? null
      : `a healthy account has findings: ${unexpected.map(({ what }) => what).join('; ')}`,
    ...unanswered.map(({ what }) => sentenceFault(what)),
  ];
}

async function plantedJudgements(subject: Healthy): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const { check, what, plant } of motoFaults) {
    await plant(subject.aws, subject.needs);
    const checks = allChecks.filter(({ name }) => name === check);
    const { findings } = await preflight(subject, { checks });
    const found = findings.some((finding) => what.test(finding.what));
    judgements.push(found ? null : `${check}: ${what} was planted and not found`);
  }
  return judgements;
}

/** Credentials that moto refuses, a user that may do nothing, a region that does not exist, and nobody at all. */
async function errorJudgements(moto: Emulator, subject: Healthy): Promise<Judgement[]> {
  const powerless = await makePowerlessUser(moto.url);
  const asked = (credentials: AccessKey, region = subject.region): Promise<PreflightResult> =>
    preflight({ ...subject, region, aws: clients(moto, credentials) });
  await checkIdentities(moto.url, true);
  const unknown = await asked(user);
  const wrongKey = await asked({ ...powerless, secretAccessKey: 'wrong' });
  const denied = await asked(powerless);
  await checkIdentities(moto.url, false);
  const noRegion = await asked(user, 'mars-east-1');
  const nobody = await preflight({ ...subject, aws: clients({ ...moto, url: 'http://127.0.0.1:1' }, user) });
  return [
    oneSentence(unknown, /^AWS does not know these credentials in us-east-1: /),
    oneSentence(wrongKey, /^AWS does not know these credentials in us-east-1: /),
    oneSentence(nobody, /^Nobody answers at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)\.$/),
    denied.unanswered.some(({ what }) => /^AWS refuses eks:DescribeCluster in us-east-1/.test(what))
      ? null
      : `a user that may do nothing was told: ${denied.unanswered.map(({ what }) => what).join(' ')}`,
    ...[...denied.unanswered, ...noRegion.unanswered].map(({ what }) => sentenceFault(what)),
  ];
}

const oneSentence = ({ account, unanswered }: PreflightResult, expected: RegExp): Judgement =>
  account === null && unanswered.length === 1 && expected.test(unanswered[0]!.what)
    ? null
    : `expected ${expected}, got: ${unanswered.map(({ what }) => what).join(' ') || 'an answer'}`;

/** An error of AWS is one sentence of known words, without markup or a stack trace. */
const sentenceFault = (what: string): Judgement =>
  /^[A-Za-z][^\n<]{10,400}\.$/.test(what) && !/unknown error|The check itself failed/.test(what)
    ? null
    : `not one clear sentence: ${what}`;
