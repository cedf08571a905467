import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { handOverParameters } from '../../../config/contract';
import type { Check } from '../check';
import { orNull } from '../not-asked';

/** What the recovered environment left for this one, by name. */
export const handOver: Check = {
  name: 'hand-over',
  questions: ({ environment, aws, region }) => {
    const { state, edge } = environment;
    if (state.kind === 'own') {
      return [async () => ({ nothingToAsk: 'the environment recovers no other' })];
    }
    const names = [
      handOverParameters.dataKeyArn(state.environment),
      handOverParameters.tenantKeyArn(state.environment),
      ...(edge.hostedZone.kind === 'handedOver' ? [handOverParameters.hostedZoneId(state.environment)] : []),
    ];
    return names.map((Name) => async () => {
      const answer = await orNull(
        aws.of('ssm', region).send(new GetParameterCommand({ Name })),
        'ParameterNotFound',
      );
      return answer?.Parameter?.Value
        ? []
        : [
            {
              severity: 'fails',
              what: `${region} has no parameter ${Name}`,
              why: 'CloudFormation reads it before it makes anything',
              command: `npx cdk deploy -c environment=${state.environment} ${state.environment}-recovery-region`,
            },
          ];
    });
  },
};
