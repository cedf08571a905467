import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { InputError } from '../../config/errors';
import { shapeFaults } from '../../config/validation/shape-faults';

const text = z.string().min(1);

/**
 * What charts know of a deployed environment: the output `ClusterInputs` of its workloads stack, and the name of the
 * nodes' role if the node chart is wanted too.
 */
const deployedInputs = z.strictObject({
  region: text,
  applicationImage: text,
  pullThroughHost: text.nullable(),
  databaseHost: text,
  databaseReaderHost: text.nullable(),
  cacheQueuesHost: text,
  cacheVolatileHost: text,
  logBucket: text.nullable(),
  exportsBucket: text.nullable(),
  tenantKeyArn: text.nullable(),
  heartbeatTopicArn: text.nullable(),
  nodeRoleName: text.optional(),
});
export type DeployedInputs = z.infer<typeof deployedInputs>;

/** Reads a JSON or YAML file. @throws InputError with every field that is missing, unknown or wrong. */
export function readDeployedInputs(file: string): DeployedInputs {
  const value = readYaml(file);
  const faults = shapeFaults(deployedInputs, value);
  if (faults.length > 0) throw new InputError(file, faults);
  return deployedInputs.parse(value);
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError('--inputs', [
      { field: file, got: (error as Error).message.split('\n')[0]!, allowed: 'a readable JSON or YAML file' },
    ]);
  }
}
