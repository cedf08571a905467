import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyOf } from '../../../ops/report/assembly-of';
import { assemblyFolder } from '../../support/synthesized';

const folder = mkdtempSync(join(tmpdir(), 'assembly-of-'));
afterAll(() => rmSync(folder, { recursive: true }));

test("an environment's own folder is taken", () => {
  expect(assemblyOf('starter', assemblyFolder('starter'))).toBe(assemblyFolder('starter'));
});

test("another environment's folder is refused", () => {
  expect(() => assemblyOf('starter', assemblyFolder('production'))).toThrow(
    /^--assembly: .*: got stacks of another environment \(production-.*\); allowed: a folder that cdk synth -c environment=starter wrote/,
  );
});

test('a folder without an assembly is refused', () => {
  expect(() => assemblyOf('starter', folder)).toThrow(/got no manifest\.json; allowed: /);
});

test('an assembly without stacks is refused', () => {
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '53.0.0', artifacts: {} }));
  expect(() => assemblyOf('starter', folder)).toThrow(/got an assembly without stacks; allowed: /);
});
