import { InputError } from '../../../config/errors';
import type { ContractRun } from '../contract-run';
import { lastWords } from '../pod/last-words';
import { Instance } from '../pod/instance';
import { migrationVariables } from '../pod/pod-variables';

/**
 * Runs the migration as its Job does, before the first replica.
 * @throws InputError when it fails: nothing could be said of a server on an empty database.
 */
export async function migrate(run: ContractRun, shellCommand: string): Promise<void> {
  const { environment, variables } = run.input;
  const values = {
    ...migrationVariables(environment, run.stores, run.sandbox.authorities),
    ...variables,
  };
  const job = Instance.start(run.sandbox, ['sh', '-c', shellCommand], values, environment.application.port);
  run.undo.add(() => job.kill());
  const { deadlineSeconds } = environment.application.migration;
  const ended = await job.end(deadlineSeconds);
  if (ended?.code === 0) return;
  const outcome = ended ? `ended with code ${ended.code}` : `still ran after ${deadlineSeconds} s`;
  throw new InputError('platform contract', [
    {
      field: '--migrate',
      got: `${shellCommand}, which ${outcome}: ${lastWords(job.log, [values.DATABASE_PASSWORD ?? ''])}`,
      allowed: 'a command that migrates the database at DATABASE_URL and ends with 0',
    },
  ]);
}
