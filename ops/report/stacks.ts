import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One stack of a cloud assembly. */
export interface StackSummary {
  readonly name: string;
  readonly region: string;
  readonly resources: number;
  /** CloudFormation takes up to 1,000,000. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
  readonly templateBytes: number;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string };
}

/** The stacks of a cloud assembly, each after those that it depends on, as `cdk deploy --all` makes them. */
export function stackSummaries(assembly: string): StackSummary[] {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, Artifact>;
  };
  const ordered: string[] = [];
  const visit = (id: string): void => {
    if (ordered.includes(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency);
    ordered.push(id);
  };
  Object.keys(artifacts).forEach(visit);
  return ordered.flatMap((id) => summary(assembly, id, artifacts[id]));
}

function summary(assembly: string, name: string, artifact?: Artifact): StackSummary[] {
  if (artifact?.type !== 'aws:cloudformation:stack') return [];
  const template = join(assembly, artifact.properties?.templateFile ?? '');
  const { Resources = {} } = JSON.parse(readFileSync(template, 'utf8')) as { Resources?: object };
  return [
    {
      name,
      region: artifact.environment?.split('/').at(-1) ?? '',
      resources: Object.keys(Resources).length,
      templateBytes: statSync(template).size,
    },
  ];
}
