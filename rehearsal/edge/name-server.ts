import { writeFileSync } from 'node:fs';
import type { RunFolder, RunProcess } from '../cluster/run-folder';

/** Starts CoreDNS for those who stand outside of the cluster: it knows some names with their addresses, and nobody else. */
export function startPublicNameServer(
  run: RunFolder,
  program: string,
  address: string,
  names: Readonly<Record<string, string>>,
): RunProcess {
  const hosts = run.file('public-names');
  const lines = Object.entries(names).map(([name, of]) => `${of} ${name}\n`);
  writeFileSync(hosts, lines.join(''));
  const configuration = run.file('public-Corefile');
  writeFileSync(configuration, `. {\n  bind ${address}\n  errors\n  hosts ${hosts}\n}\n`);
  return run.start('public-coredns', program, ['-conf', configuration]);
}
