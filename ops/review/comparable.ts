import { InputError } from '../../config/errors';
import { type Side, stackType } from './change';

/** @throws InputError where two sides are not of the same kind, or not of the environment that is reviewed. */
export function refuseUnlike(before: Side, after: Side, environment: string): void {
  const faults = [before, after].flatMap((side) => foreignStacks(side, environment));
  if (faults.length > 0) throw new InputError('review', faults);
  if (isOfCharts(before) !== isOfCharts(after) && !isEmpty(before) && !isEmpty(after)) {
    throw new InputError('review', [
      {
        field: `${before.name} and ${after.name}`,
        got: 'charts on one side and stacks on the other',
        allowed: 'two folders that cdk synth wrote, or two that platform render wrote',
      },
    ]);
  }
}

const isEmpty = ({ resources, objects }: Side): boolean => resources.length === 0 && objects.length === 0;
const isOfCharts = ({ resources }: Side): boolean => resources.length === 0;

function foreignStacks({ name, resources }: Side, environment: string) {
  const stacks = resources.filter(({ type }) => type === stackType).map(({ stack }) => stack);
  return stacks.length === 0 || stacks.some((stack) => stack.startsWith(`${environment}-`))
    ? []
    : [
        {
          field: name,
          got: `the stacks ${stacks.slice(0, 3).join(', ')} and no ${environment}-…`,
          allowed: 'what belongs to --environment',
        },
      ];
}
