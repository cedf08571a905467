import { commandFaults, known } from './command-faults';
import { commandsOfPage, documentedPages } from './documented-pages';
import { pageCommands } from './page-commands';

const everything = known();

const faultsOf = ({ commands, faults }: ReturnType<typeof pageCommands>): string[] => [
  ...faults,
  ...commandFaults(commands, everything),
];

test.each(documentedPages)('the commands of %s exist and name what is there', (page) => {
  expect(faultsOf(commandsOfPage(page))).toEqual([]);
});

const rightPage = [
  'Ask with `npx platform tenant list`; `npx platform tenant restore` needs more.',
  '',
  '```sh',
  'for login in app migrator; do',
  '  aws secretsmanager describe-secret --secret-id production/database/$login',
  'done',
  'group=$(aws cloudformation describe-stacks --stack-name production-cache \\',
  `  --query "Stacks[0].Outputs[?OutputKey=='QueuesReplicationGroup'].OutputValue" --output text)`,
  'aws elasticache describe-replication-groups --replication-group-id "$group"',
  'aws ssm get-parameter --region us-west-2 --name /production/hand-over/data-key-arn',
  'aws logs tail /aws/eks/production/cluster --since 1h',
  'export AWS_REGION=us-west-2',
  'aws cloudformation describe-stacks --stack-name recovery-workloads',
  'npx cdk deploy -c environment=recovery recovery-database \\',
  '  --parameters recovery-database:InstanceAutomatedBackupsArnB6080171="$group"',
  'npx platform tenant suspend TENANT --reason "asked for"',
  'npm run verify emulator',
  'kubectl -n app get deployment/worker pods | tail -2',
  'kubectl -n app logs -l app.kubernetes.io/name=worker --since=1h',
  '```',
].join('\n');

test('commands are read as the shell reads them', () => {
  const { commands } = pageCommands('page', rightPage);
  expect(commands.map(({ line, words }) => `${line} ${words.slice(0, 3).join(' ')}`)).toEqual(
    expect.arrayContaining([
      '1 npx platform tenant',
      '5 aws secretsmanager describe-secret',
      '18 kubectl -n app',
    ]),
  );
  expect(commands.filter(({ words }) => words.includes('production/database/migrator'))).toHaveLength(1);
  expect(commands.find(({ words }) => words.includes('recovery-workloads'))?.region).toBe('us-west-2');
});

test('a page without a fault has none', () => {
  expect(faultsOf(pageCommands('page', rightPage))).toEqual([]);
});

test.each([
  ['tenant suspend', 'tenant suspent', "page:16: unknown command 'suspent'"],
  ['TENANT --reason', 'TENANT --now --reason', "page:16: unknown option '--now'"],
  ['--reason "asked for"', '', "page:16: required option '--reason <text>' not specified"],
  ['tenant restore', 'tenant restore --bundel x', "page:1: unknown option '--bundel'"],
  ['run verify', 'run verifi', 'page:17: package.json has no script verifi'],
  ['production-cache ', 'production-cach ', 'page:8: there is no stack production-cach'],
  ['QueuesReplicationGroup', 'QueueGroup', 'page:8: stack production-cache has no output QueueGroup'],
  ['app migrator', 'app migrater', 'page:5: there is no secret production/database/migrater'],
  ['hand-over/data-key-arn', 'hand-over/key', 'page:10: there is no parameter /production/hand-over/key'],
  [
    'parameter --region us-west-2',
    'parameter',
    'page:10: parameter /production/hand-over/data-key-arn is in us-west-2, and us-east-1 is asked',
  ],
  ['eks/production', 'eks/prod', 'page:11: there is no log group /aws/eks/prod/cluster'],
  [
    'export AWS_REGION=us-west-2',
    '',
    'page:13: stack recovery-workloads is in us-west-2, and us-east-1 is asked',
  ],
  ['-c environment=recovery ', '', 'page:14: environment production has no stack recovery-database'],
  ['InstanceAutomatedBackupsArn', 'BackupsArn', 'page:14: no parameter recovery-database:BackupsArnB6080171'],
  ['-n app get', '-n apps get', 'page:18: there is no namespace apps'],
  ['deployment/worker', 'deployment/workers', 'page:18: there is no Deployment workers in app'],
  ['deployment/worker pods', 'deploymint/worker', 'page:18: kubectl knows no deploymint here'],
  ['name=worker', 'name=woker', 'page:19: nothing in app has the label app.kubernetes.io/name=woker'],
  ['$group"', '$grupo"', 'page:9: the shell says: grupo: unbound variable'],
  ['| tail -2', '| tial -2', 'page:18: nobody says what the program tial is'],
  ['; do', '', "page:5: the shell says: syntax error near unexpected token `aws'"],
])('a planted fault is found: %j becomes %j', (from, to, fault) => {
  expect(rightPage).toContain(from);
  expect(faultsOf(pageCommands('page', rightPage.replace(from, to)))).toContainEqual(fault);
});
