import { readFileSync } from 'node:fs';
import { flows } from '../../config/flows';
import { architectureDot } from '../../ops/picture/architecture-dot';
import type { PicturedStack } from '../../ops/picture/assembly-graph';
import { drawArchitecture } from '../../ops/picture/draw';
import { assemblyFolder } from '../support/synthesized';

const stack = (name: string, dependsOn: string[], keepsState = true): PicturedStack => ({
  name,
  region: 'us-east-1',
  keepsState,
  dependsOn,
  counts: { 'AWS::RDS::DBInstance': 2, 'AWS::IAM::Role': 9 },
});

test('docs/architecture.svg is what production synthesizes to; `npm run picture` draws it anew', async () => {
  const drawn = await drawArchitecture(assemblyFolder('production'));
  expect(readFileSync('docs/architecture.svg', 'utf8')).toBe(drawn);
});

test('a stack shows what it holds, without the plumbing', () => {
  const dot = architectureDot([stack('e-keys', []), stack('e-database', ['e-keys'])], []);
  expect(dot).toContain('label="database\\n2 × PostgreSQL"');
  expect(dot).not.toContain('Role');
});

test('a dependency is an arrow', () => {
  const dot = architectureDot([stack('e-keys', []), stack('e-database', ['e-keys'])], []);
  expect(dot).toContain('"e-database" -> "e-keys"');
});

test('every flow is an arrow with its port', () => {
  const dot = architectureDot([stack('e-keys', [])], flows);
  for (const { from, to, port } of flows) {
    expect(dot).toContain(`"flow ${from}" -> "flow ${to}" [label="${port}"]`);
  }
});
