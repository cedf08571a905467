import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ThisMachine } from '../../../ops/preflight/machine/machine';
import { assemblyFolder } from '../../support/synthesized';

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'machine-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the packages of this checkout are installed as they are pinned', () => {
  const packages = new ThisMachine(root).packages();
  expect(packages.map(({ name }) => name)).toEqual(['aws-cdk', 'aws-cdk-lib']);
  expect(packages.filter(({ wanted, installed }) => wanted !== installed)).toEqual([]);
});

test('a checkout without packages says so', () => {
  expect(new ThisMachine(folder).packages()).toEqual([
    { name: 'aws-cdk', wanted: null, installed: null },
    { name: 'aws-cdk-lib', wanted: null, installed: null },
  ]);
});

test('the CLI reads what its library wrote', async () => {
  expect(await new ThisMachine(root).unreadableAssembly(assemblyFolder('production'))).toBeNull();
}, 60_000);

test('the CLI says why it cannot read an assembly of a library that is too new', async () => {
  mkdirSync(join(folder, 'assembly'));
  writeFileSync(
    join(folder, 'assembly/manifest.json'),
    JSON.stringify({ version: '999.0.0', artifacts: {} }),
  );
  const said = await new ThisMachine(root).unreadableAssembly(join(folder, 'assembly'));
  expect(said).toMatch(/schema version mismatch|Maximum schema version supported/i);
}, 60_000);
