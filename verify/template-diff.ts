import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check';
import { attempt } from '../servers/command';

const root = join(__dirname, '..');
const cdk = join(root, 'node_modules/.bin/cdk');
/** Without credentials and without the metadata service the CLI cannot reach any account. */
const noAccount = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** `cdk diff --template OLD` reviews a change of each stack of production without an account. */
export const templateDiff: Check = {
  name: 'cdk diff --template without an account',
  async run({ synthesized }) {
    const folder = await synthesized();
    const assembly = join(folder, 'production');
    const stacks = readdirSync(assembly)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => file.replace('.template.json', ''));
    const failures: string[] = [];
    for (const stack of stacks) {
      const old = oldTemplate(assembly, stack, folder);
      const { code, stdout, stderr } = await attempt(
        cdk,
        ['diff', stack, '--app', assembly, '--template', old, '--no-color', '--exclusively'],
        { cwd: root, env: noAccount },
      );
      const shown = `${stdout}${stderr}`;
      if (code !== 0) failures.push(`${stack}: ended with ${code}: ${shown.slice(-400)}`);
      else if (!shown.includes('WasThereBefore'))
        failures.push(`${stack}: does not show the change: ${shown.slice(0, 400)}`);
    }
    return { passed: stacks.length - failures.length, failures };
  },
};

/** The stack's template with one output more, which the new one no longer has. */
function oldTemplate(assembly: string, stack: string, folder: string): string {
  const template = JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), 'utf8'));
  const path = join(folder, `${stack}.old.json`);
  writeFileSync(
    path,
    JSON.stringify({ ...template, Outputs: { ...template.Outputs, WasThereBefore: { Value: 'x' } } }),
  );
  return path;
}
