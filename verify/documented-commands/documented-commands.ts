import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { production } from '../../config/environments/production';
import { findProgram } from '../../rehearsal/programs/find-program';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import { attempt } from '../../servers/command';
import { pythonTool } from '../../servers/tools/python-tool';
import { commandsOfPage, documentedPages } from '../../test/docs/commands/documented-pages';
import type { Check } from '../check';
import { version2Complaint } from './aws-version-2';

const awsCliVersion = '1.46.3';

/** A command without its program, where it stands, and whether it may leave out what it must be given. */
interface Typed {
  readonly at: string;
  readonly words: readonly string[];
  readonly mentioned?: boolean;
}

/** What a program says against each of the commands; null: nothing. */
type Asking = (commands: readonly Typed[]) => Promise<readonly (string | null)[]>;

/** Commands that each program must refuse, or it was not asked. */
const planted: Readonly<Record<string, readonly string[]>> = {
  aws: ['rds', 'describe-db-instances', '--db-instance-identifer', 'production-database'],
  kubectl: ['get', 'pods', '--field-selektor=status.phase=Pending'],
  cdk: ['deploy', '--require-aproval', 'never'],
};

/**
 * Every command of README and docs is taken by its own program: the AWS CLI parses it and builds a valid request, which
 * is not sent; kubectl and the CDK CLI know its options. Names are for `npm test`.
 */
export const documentedCommands: Check = {
  name: `documented commands: AWS CLI ${awsCliVersion}, kubectl, CDK CLI`,
  async run() {
    const typed = documentedPages
      .flatMap((page) => commandsOfPage(page).commands)
      .map(({ page, line, words, mentioned }) => ({ at: `${page}:${line}`, words, mentioned }));
    const asking: Readonly<Record<string, Asking>> = { aws: askAws, kubectl: askKubectl, cdk: askCdk };
    const failures: string[] = [];
    const notes: string[] = [];
    let passed = 0;
    for (const [program, ask] of Object.entries(asking)) {
      const commands = unique(typed.flatMap((command) => afterProgram(program, command)));
      const bad: Typed = { at: 'planted', words: planted[program] ?? [] };
      const complaints = await ask([...commands, bad]);
      if (!complaints.at(-1)) failures.push(`${program} takes ${bad.words.join(' ')}, which is wrong`);
      const found = commands.flatMap(({ at, words }, index) =>
        complaints[index] ? [`${at}: ${program} ${words.join(' ')}: ${complaints[index]}`] : [],
      );
      failures.push(...found);
      passed += commands.length - found.length;
      notes.push(`${commands.length} commands of ${program}`);
    }
    return { passed, failures, notes: [notes.join(', ')] };
  },
};

function afterProgram(program: string, { at, words, mentioned }: Typed): Typed[] {
  const own = program === 'cdk' ? ['npx', 'cdk'] : [program];
  return own.every((word, index) => words[index] === word)
    ? [{ at, words: words.slice(own.length), mentioned }]
    : [];
}

/** Loops repeat themselves, and pages one another. */
function unique(commands: readonly Typed[]): Typed[] {
  const seen = new Map(commands.map((command) => [JSON.stringify(command.words), command]));
  return [...seen.values()];
}

async function askAws(commands: readonly Typed[]): Promise<readonly (string | null)[]> {
  const version2 = commands.map(({ words }) => version2Complaint(words));
  const program = join(await pythonTool('awscli', awsCliVersion), 'python');
  const input = commands.map(({ words }, index) => (version2[index] === undefined ? words : null));
  const complaints: (string | null)[] = JSON.parse(
    await withInput(program, [join(__dirname, 'aws_requests.py')], JSON.stringify(input)),
  );
  return complaints.map((complaint, index) => {
    if (version2[index] !== undefined) return version2[index] ?? null;
    return commands[index]?.mentioned && complaint?.includes('arguments are required') ? null : complaint;
  });
}

/** `--help` keeps a command from being carried out; what is before it is parsed all the same. */
async function askKubectl(commands: readonly Typed[]): Promise<readonly (string | null)[]> {
  const release = kubernetesRelease(production.cluster.kubernetesVersion);
  const kubectl = await findProgram('kubectl', release, () => undefined);
  return inTurn(commands, async ({ words }) => {
    const end = words.includes('--') ? words.indexOf('--') : words.length;
    const { code, stderr } = await attempt(kubectl, [...words.slice(0, end), '--help'], {
      env: { KUBECONFIG: '/dev/null' },
    });
    return code === 0 ? null : (stderr.split('\n')[0] ?? 'refused');
  });
}

/** The CDK CLI passes over options that it does not know, so they are held against its help. */
async function askCdk(commands: readonly Typed[]): Promise<readonly (string | null)[]> {
  const helps = new Map<string, string>();
  return inTurn(commands, async ({ words: [verb = '', ...words] }) => {
    const help = helps.get(verb) ?? (await attempt('npx', ['cdk', verb, '--help'])).stdout;
    helps.set(verb, help);
    const known = new Set(help.match(/(?<=[\s,])--?[a-z][a-z-]*/g));
    const options = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0] ?? '');
    const unknown = options.filter(
      (option) => !known.has(option) && !known.has(option.replace('--no-', '--')),
    );
    if (!help.startsWith(`cdk ${verb}`)) return `there is no cdk ${verb}`;
    return unknown.length > 0 ? `unknown options: ${unknown.join(', ')}` : null;
  });
}

async function inTurn<Answer>(
  commands: readonly Typed[],
  ask: (command: Typed) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const command of commands) answers.push(await ask(command));
  return answers;
}

/** Runs a program that reads its input to the end. */
function withInput(program: string, args: readonly string[], input: string): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(stdout) : reject(new Error(`${program}: ${stderr}`))));
  });
}
