import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../rehearsal/programs/find-program';

const folder = mkdtempSync(join(tmpdir(), 'find-program-'));
const before = { ...process.env };
const said: string[] = [];

beforeEach(() => {
  said.length = 0;
  // An empty cache, and no Go: nothing can be built.
  process.env.XDG_CACHE_HOME = folder;
  process.env.KUBEBUILDER_ASSETS = folder;
});
afterEach(() => (process.env = { ...before }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asset = (version: string): void =>
  writeFileSync(join(folder, 'kube-apiserver'), `#!/bin/sh\necho Kubernetes ${version}\n`, { mode: 0o755 });

test('a program of the right minor in KUBEBUILDER_ASSETS is taken', async () => {
  asset('v1.36.0');
  const path = await findProgram('kube-apiserver', '1.36.3', (line) => said.push(line));
  expect(path).toBe(join(folder, 'kube-apiserver'));
});

test('one of another minor is passed over, and that is said', async () => {
  asset('v1.33.0');
  process.env.PATH = folder;
  await findProgram('kube-apiserver', '1.36.3', (line) => said.push(line)).catch(() => null);
  expect(said).toContainEqual(expect.stringContaining('is v1.33.0, not 1.36: passed over'));
});
