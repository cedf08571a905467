import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  type CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { InputError } from '../../../config/errors';
import type { Template } from '../sides/stack-artifacts';
import type { Account, DeployedStack } from './deployed-stacks';

/**
 * An account, asked through CloudFormation.
 * @param settings of the client. Default: the AWS credentials in the environment of this process.
 */
export function openAccount(settings: CloudFormationClientConfig = {}): Account {
  const clients = new Map<string, CloudFormationClient>();
  const clientOf = (region: string): CloudFormationClient => {
    const client = clients.get(region) ?? new CloudFormationClient({ ...settings, region });
    clients.set(region, client);
    return client;
  };
  return { stack: (name, region) => deployedStack(clientOf(region), name, region) };
}

async function deployedStack(
  client: CloudFormationClient,
  name: string,
  region: string,
): Promise<DeployedStack | null> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const { TemplateBody = '{}' } = await client.send(
      // Not the processed one: it is not what was given to CloudFormation.
      new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }),
    );
    return {
      template: JSON.parse(TemplateBody) as Template,
      terminationProtection: stack?.EnableTerminationProtection === true,
    };
  } catch (error) {
    if (isMissing(error as CloudFormationServiceException)) return null;
    throw new InputError('--live', [
      {
        field: `stack ${name} in ${region}`,
        got: (error as Error).message || (error as Error).name,
        allowed:
          'AWS credentials that may call cloudformation:DescribeStacks and cloudformation:GetTemplate (aws sso login)',
      },
    ]);
  }
}

/** CloudFormation has no error of its own for it. */
const isMissing = ({ name, message }: CloudFormationServiceException): boolean =>
  name === 'ValidationError' && /does not exist/.test(message);
