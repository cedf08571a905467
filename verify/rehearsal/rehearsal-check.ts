import { rehearsalSubject } from '../../bin/rehearsal-subject';
import { loadEnvironment } from '../../config/load';
import { rehearse } from '../../rehearsal/rehearse';
import type { Check } from '../check';
import { temporaryFolder } from '../temporary-folder';
import { progress } from './progress';

/** Everything that `platform rehearse` shows on fake nodes. */
export const rehearsalCheck: Check = {
  name: 'rehearsal: a real Kubernetes with fake nodes',
  async run() {
    const { kubernetesVersion } = loadEnvironment('rehearsal').cluster;
    const { rows } = await rehearse(
      { cluster: 'fake', kubernetesMinor: kubernetesVersion, apply: false, only: [] },
      rehearsalSubject(temporaryFolder('rehearsed-assemblies')),
      progress,
    );
    const named = (outcome: string) => rows.filter((row) => row.outcome === outcome);
    return {
      passed: named('passed').length,
      failures: named('failed').map(
        ({ name, figure, faults }) => `${name}: ${[figure, ...faults].join('; ')}`,
      ),
      skipped: named('skipped').map(({ name, figure }) => `${name}: ${figure}`),
      notes: named('passed').map(({ name, figure }) => `${name}: ${figure}`),
    };
  },
};
