import { type Options, greedyOptions, isLiteral } from './command-options';
import type { KnownNames, NameKind } from './known-names';
import type { DocumentedCommand } from './page-commands';

/** Options that name something of ours, by service; `make`: operations in which the name is a new one. */
const namingOptions: readonly {
  readonly service: string;
  readonly options: readonly string[];
  readonly kind: NameKind;
  readonly make?: RegExp;
}[] = [
  { service: 'secretsmanager', options: ['--secret-id', '--name'], kind: 'secret' },
  { service: 'ssm', options: ['--name', '--names'], kind: 'parameter' },
  { service: 'cloudwatch', options: ['--alarm-name', '--alarm-names'], kind: 'alarm' },
  {
    service: 'rds',
    options: ['--db-instance-identifier', '--source-db-instance-identifier'],
    kind: 'database',
    make: /^(create|restore)-/,
  },
  { service: 'eks', options: ['--name', '--cluster-name'], kind: 'cluster' },
  { service: 'ecr', options: ['--repository-name', '--repository-names'], kind: 'repository' },
  { service: 'elasticache', options: ['--user-id'], kind: 'cache user' },
  { service: 'backup', options: ['--restore-testing-plan-name'], kind: 'restore testing plan' },
  { service: 'cloudtrail', options: ['--trail-name', '--name'], kind: 'trail' },
];

/** What an `aws` command names that is not there, or not in the region that it asks. */
export function awsFaults({ words, region }: DocumentedCommand, known: KnownNames, home: string): string[] {
  const [, service = '', operation = '', ...rest] = words;
  const options = greedyOptions(rest);
  const asked = options.get('--region')?.[0] ?? (region || home);
  return [
    ...stackFaults(options, known, asked),
    ...nameFaults(service, operation, options, known, asked),
    ...keyFaults(options, known, asked),
    ...logGroupFaults(service, operation, rest, options, known, asked),
  ];
}

function stackFaults(options: Options, { stacks }: KnownNames, asked: string): string[] {
  return (options.get('--stack-name') ?? []).filter(isLiteral).flatMap((name) => {
    const stack = stacks.get(name);
    if (!stack) return [`there is no stack ${name}`];
    if (asked !== stack.region) return [`stack ${name} is in ${stack.region}, and ${asked} is asked`];
    return [...(options.get('--query')?.[0] ?? '').matchAll(/OutputKey==['`"]+(\w+)/g)]
      .filter(([, key = '']) => !stack.outputs.includes(key))
      .map(([, key]) => `stack ${name} has no output ${key}`);
  });
}

function nameFaults(
  service: string,
  operation: string,
  options: Options,
  known: KnownNames,
  asked: string,
): string[] {
  return namingOptions
    .filter((naming) => naming.service === service && !naming.make?.test(operation))
    .flatMap((naming) =>
      naming.options
        .flatMap((option) => options.get(option) ?? [])
        .filter(isLiteral)
        .flatMap((name) => regionFaults(naming.kind, name, known, asked)),
    );
}

const keyFaults = (options: Options, known: KnownNames, asked: string): string[] =>
  (options.get('--key-id') ?? [])
    .filter((name) => name.startsWith('alias/'))
    .flatMap((name) => regionFaults('key', name, known, asked));

function logGroupFaults(
  service: string,
  operation: string,
  rest: readonly string[],
  options: Options,
  known: KnownNames,
  asked: string,
): string[] {
  if (service !== 'logs') return [];
  const [positional = ''] = operation === 'tail' ? rest : [];
  const names = [positional, ...(options.get('--log-group-name') ?? [])].filter(isLiteral);
  const beginnings = (options.get('--log-group-name-prefix') ?? []).filter(isLiteral);
  const begins = (beginning: string): boolean =>
    [...known.regions.keys()].some((key) => key.startsWith(`log group ${beginning}`)) ||
    known.madeUp.some((name) => name.startsWith(beginning));
  return [
    ...names.flatMap((name) => regionFaults('log group', name, known, asked)),
    ...beginnings.filter((name) => !begins(name)).map((name) => `no log group begins with ${name}`),
  ];
}

function regionFaults(kind: NameKind, name: string, { regions }: KnownNames, asked: string): string[] {
  const where = regions.get(`${kind} ${name}`);
  if (!where) return [`there is no ${kind} ${name}`];
  return where.has(asked) ? [] : [`${kind} ${name} is in ${[...where].join(', ')}, and ${asked} is asked`];
}
