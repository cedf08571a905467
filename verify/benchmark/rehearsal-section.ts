import { rehearsalSubject } from '../../bin/rehearsal-subject';
import { loadEnvironment } from '../../config/load';
import { rehearse } from '../../rehearsal/rehearse';
import { temporaryFolder } from '../temporary-folder';

/** What one rehearsal on fake nodes shows. Takes about ten minutes. */
export async function rehearsalSection(): Promise<string> {
  const { kubernetesVersion, nodes, rows, seconds } = await rehearse(
    {
      cluster: 'fake',
      kubernetesMinor: loadEnvironment('rehearsal').cluster.kubernetesVersion,
      apply: false,
      only: [],
    },
    rehearsalSubject(temporaryFolder('rehearsed-assemblies')),
    (line) => process.stdout.write(`  ${line}\n`),
  );
  return `Kubernetes ${kubernetesVersion}, ${nodes} nodes, ${Math.round(seconds)} s in all, programs built before:

| what | outcome | measured |
|---|---|---|
${rows.map(({ name, outcome, figure }) => `| ${name} | ${outcome} | ${figure} |`).join('\n')}
`;
}
