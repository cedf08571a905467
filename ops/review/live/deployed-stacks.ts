import type { Side } from '../change';
import type { StackTemplate, Template } from '../sides/stack-artifacts';

/** A stack as CloudFormation has it. */
export interface DeployedStack {
  /** As it was given to CloudFormation. */
  readonly template: Template;
  readonly terminationProtection: boolean;
}

/** What a review asks an AWS account. */
export interface Account {
  /** null: there is no such stack. */
  readonly stack: (name: string, region: string) => Promise<DeployedStack | null>;
}

/** The deployed stacks of a side's names. Constructs have the paths that the side knows them by. */
export async function deployedStacks({ resources }: Side, account: Account): Promise<StackTemplate[]> {
  const names = [...new Map(resources.map(({ stack, region }) => [stack, region]))];
  const found = await Promise.all(
    names.map(async ([name, region]) => ({ name, region, deployed: await account.stack(name, region) })),
  );
  return found.flatMap(({ name, region, deployed }) => {
    const paths = Object.fromEntries(
      resources.filter(({ stack }) => stack === name).map(({ logicalId, path }) => [logicalId, path]),
    );
    return deployed ? [{ name, region, paths, ...deployed }] : [];
  });
}
