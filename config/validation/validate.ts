import { InputError } from '../errors';
import { allRules } from '../rules/all-rules';
import type { World } from '../rules/rule';
import { type Environment, environmentSchema } from '../schema';
import { ruleFaults } from './rule-faults';
import { shapeFaults } from './shape-faults';

/**
 * The value as an environment.
 * @param source names the file or argument in each fault, such as `config/environments/production.ts`.
 * @throws InputError with every fault of its shape and every contradiction between its fields.
 */
export function validate(value: unknown, source: string, world: World): Environment {
  const ofShape = shapeFaults(environmentSchema, value);
  const ofRules = ruleFaults(
    Object.values(allRules).flat(),
    value,
    ofShape.map(({ path }) => path),
    world,
  );
  const faults = [...ofShape, ...ofRules];
  if (faults.length > 0) throw new InputError(source, faults);
  return environmentSchema.parse(value);
}
