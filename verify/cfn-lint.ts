import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check';
import { attempt } from '../servers/command';
import { pythonTool } from '../servers/tools/python-tool';

const version = '1.58.0';
const environments = ['production', 'starter', 'recovery'];

interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path: readonly string[] | null };
}

/** cfn-lint finds nothing in any template, warnings included. */
export const cfnLint: Check = {
  name: `cfn-lint ${version}`,
  async run({ synthesized }) {
    const program = join(await pythonTool('cfn-lint', version), 'cfn-lint');
    const folder = await synthesized();
    const templates = environments.flatMap((environment) =>
      readdirSync(join(folder, environment))
        .filter((file) => file.endsWith('.template.json'))
        .map((file) => join(folder, environment, file)),
    );
    const { stdout, stderr } = await attempt(program, ['--format', 'json', ...templates]);
    if (!stdout.trim().startsWith('[')) throw new Error(`cfn-lint did not answer: ${stderr}`);
    const findings: Finding[] = JSON.parse(stdout);
    const faulty = new Set(findings.map(({ Filename }) => Filename));
    return {
      passed: templates.filter((template) => !faulty.has(template)).length,
      failures: findings.map(
        ({ Rule, Message, Filename, Location }) =>
          `${Filename.slice(folder.length + 1)} ${Location.Path?.join('/') ?? ''}: ${Rule.Id}: ${Message}`,
      ),
    };
  },
};
