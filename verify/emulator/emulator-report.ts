import type { Deployment } from './emulated-deploy';
import { motoVersion } from '../../servers/moto/moto-server';

/** What did not work, one sentence each, the same in every run. */
export const gapsOf = (deployments: readonly Deployment[]): string[] =>
  deployments.flatMap(({ stack, error, diffIsEmpty, missingTypes, deployed }) => [
    ...(error ? [`${stack}: ${error}`] : []),
    ...(deployed && !diffIsEmpty ? [`${stack}: cdk diff shows a difference right after the deploy`] : []),
    ...missingTypes.map((type) => `${stack}: makes no ${type}`),
  ]);

/** docs/emulator.md. */
export function emulatorReport(deployments: readonly Deployment[]): string {
  const rows = deployments.map(
    ({ stack, deployed, diffIsEmpty, made, resources, missingTypes, error }) =>
      `| ${stack} | ${deployed ? 'yes' : 'no'} | ${diffIsEmpty ? 'yes' : 'no'} | ${made} of ${resources} | ${error ?? (missingTypes.join(', ') || '-')} |`,
  );
  return `# Production against an emulator

\`npm run verify emulator\` runs \`cdk bootstrap\`, \`cdk deploy\` and \`cdk diff\` of every stack of production against
[moto](https://docs.getmoto.org) ${motoVersion} by \`AWS_ENDPOINT_URL\`, and writes this page. It shows that the CLI finds its
bootstrap, publishes the assets and takes the templates. It does not show that AWS would: moto checks few properties,
and it passes over a resource type that it does not know.

| stack | deployed | \`cdk diff\` afterwards empty | resources made | types that moto does not make, or its error |
|---|---|---|---|---|
${rows.join('\n')}

What the check changes in a copy of the assembly, because moto has nothing for it:
- \`Fn::GetStackOutput\`, the cross-stack reference of all stacks: the value is filled in before each deploy.
- Termination protection of stacks.
- Tags of KMS keys: moto stops at them.
- The image of the application: it would be built by Docker and pushed to a registry.
- Functions are made and not run, so no custom resource acts.
- The bootstrap qualifier is \`localhost\`: moto finds a template in a bucket only if its address has that word in it.
`;
}
