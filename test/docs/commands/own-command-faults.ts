import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { platformProgram } from '../../../bin/platform-program';
import { environments } from '../../../config/load';
import { isLiteral } from './command-options';
import type { KnownNames } from './known-names';
import type { DocumentedCommand } from './page-commands';

const scriptsOf = (folder: string): object =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts;

/** What commander says when a sentence names a command without all that it takes. */
const incomplete = ['commander.missingArgument', 'commander.missingMandatoryOptionValue'];

/** What is wrong with an `npm` or `npx` command. */
export function ownCommandFaults(command: DocumentedCommand, known: KnownNames): string[] {
  const [program, name = '', ...rest] = command.words;
  if (program === 'npm') return npmFaults([name, ...rest]);
  if (name === 'platform') return platformFaults(rest, command.mentioned);
  if (name === 'cdk') return cdkFaults(rest, known);
  return name === 'jest' ? [] : [`npx ${name} is none of this repository's commands`];
}

function npmFaults(words: readonly string[]): string[] {
  const [verb = '', ...rest] = words;
  if (['ci', 'start', 'test', 'view'].includes(verb)) return [];
  if (verb !== 'run') return [`npm ${verb} is not used here`];
  const workspaceAt = rest.indexOf('-w') + 1;
  const folder = workspaceAt > 0 ? (rest[workspaceAt] ?? '.') : '.';
  const script = rest.find((word) => !word.startsWith('-')) ?? '';
  return script in scriptsOf(folder) ? [] : [`${join(folder, 'package.json')} has no script ${script}`];
}

/** A command that was parsed as a whole: its action would be next. */
class Parsed extends Error {}

/** Parsed by the command's own definition, up to its action. */
function platformFaults(words: readonly string[], mentioned: boolean): string[] {
  const program = platformProgram().hook('preAction', () => {
    throw new Parsed();
  });
  silence(program);
  try {
    program.parse([...words], { from: 'user' });
    return [];
  } catch (error) {
    if (error instanceof Parsed) return [];
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0 || error.code === 'commander.help') return [];
    const [message = ''] = error.message.replace(/^error: /, '').split('\n');
    return mentioned && incomplete.includes(error.code) ? [] : [message];
  }
}

function silence(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  for (const subcommand of command.commands) silence(subcommand);
}

const cdkVerbs = ['bootstrap', 'deploy', 'destroy', 'diff', 'synth', 'rollback', 'drift', 'list'];

/** Names of environments, stacks and parameters; `npm run verify` asks the CLI itself about the options. */
function cdkFaults([verb = '', ...words]: readonly string[], { stacks }: KnownNames): string[] {
  if (!cdkVerbs.includes(verb)) return [`cdk ${verb} is not used here`];
  const contexts = words.filter((_, at) => words[at - 1] === '-c');
  const environment = contexts.find((word) => word.startsWith('environment='))?.split('=')[1] ?? 'production';
  if (!isLiteral(environment)) return [];
  if (!(environment in environments)) return [`there is no environment ${environment}`];
  const named = words.filter((word, at) => !word.startsWith('-') && isStackName(words[at - 1]));
  const parameters = words.filter((_, at) => words[at - 1] === '--parameters');
  return [
    ...named
      .filter((name) => verb !== 'bootstrap' && isLiteral(name))
      .filter((name) => stacks.get(name)?.environment !== environment)
      .map((name) => `environment ${environment} has no stack ${name}`),
    ...parameters.flatMap((word) => {
      const [, stack = '', parameter = ''] = /^([^:]+):([^=]+)=/.exec(word) ?? [];
      return stacks.get(stack)?.parameters.includes(parameter) ? [] : [`no parameter ${stack}:${parameter}`];
    }),
  ];
}

/** Options of the CDK CLI that take the next word. */
const cdkValued = new Set(
  '-c --context --parameters --require-approval -o --output --orphan --template --concurrency'.split(' '),
);
const isStackName = (previous: string | undefined): boolean => !cdkValued.has(previous ?? '');
