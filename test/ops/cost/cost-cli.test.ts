import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder } from '../../support/synthesized';

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function cost(...options: readonly string[]): Run {
  const cli = join(__dirname, '../../../bin/launch-cli.js');
  try {
    const stdout = execFileSync(process.execPath, [cli, 'cost', ...options], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return { status: 0, stdout, stderr: '' };
  } catch (error) {
    return error as Run;
  }
}

test('production is priced, and nothing is found', () => {
  const { status, stdout } = cost('--assembly', assemblyFolder('production'), '--customers', '5,9', '--json');
  const { customers } = JSON.parse(stdout) as { customers: { customers: number }[] };
  expect([status, customers.map(({ customers: number }) => number)]).toEqual([0, [5, 9]]);
});

test('a resource without a price ends with 1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  cpSync(assemblyFolder('starter'), folder, { recursive: true });
  const template = join(folder, 'starter-edge.template.json');
  const { Resources, ...rest } = JSON.parse(readFileSync(template, 'utf8'));
  writeFileSync(
    template,
    JSON.stringify({ ...rest, Resources: { ...Resources, Queue: { Type: 'AWS::SQS::Queue' } } }),
  );
  const { status, stdout } = cost('--assembly', folder, '--environment', 'starter');
  expect([status, stdout.includes('UNPRICED starter-edge/Queue (AWS::SQS::Queue)')]).toEqual([1, true]);
});

test('a malformed usage file ends with 2 and every fault', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'usage-')), 'usage.json');
  writeFileSync(file, '{"customers": "many", "perCustomer": {"requests": null}}');
  const { status, stderr } = cost('--usage', file);
  const faults = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith(file));
  expect([status, faults.length]).toEqual([2, 2]);
});

test.each([
  ['--assembly', '/no/such/folder'],
  ['--usage', '/no/such/file'],
])('%s %s ends with 2 and one sentence', (option, path) => {
  const { status, stderr } = cost(option, path);
  expect([
    status,
    stderr
      .trimEnd()
      .split('\n')
      .filter((line) => line.includes(path)).length,
  ]).toEqual([2, 1]);
});

test.each(['0', 'ten', '5,', '1.5'])('%p is no number of customers', (numbers) => {
  expect(cost('--customers', numbers).status).toBe(2);
});

test('an environment without AWS costs nothing', () => {
  expect(cost('--environment', 'rehearsal').stdout).toContain('rehearsal costs nothing at AWS');
});
