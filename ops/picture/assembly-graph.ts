import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One stack as the picture shows it. */
export interface PicturedStack {
  readonly name: string;
  readonly region: string;
  /** Termination protection: what it holds must not be lost. */
  readonly keepsState: boolean;
  readonly dependsOn: readonly string[];
  /** Number of resources by CloudFormation type. */
  readonly counts: Readonly<Record<string, number>>;
}

interface StackArtifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly terminationProtection?: boolean };
}

/** The stacks of a cloud assembly with what depends on what, without what follows from another dependency. */
export function picturedStacks(assembly: string): PicturedStack[] {
  const { artifacts } = read(join(assembly, 'manifest.json')) as { artifacts: Record<string, StackArtifact> };
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const names = new Set(stacks.map(([name]) => name));
  const dependencies = new Map(
    stacks.map(([name, artifact]) => [name, (artifact.dependencies ?? []).filter((id) => names.has(id))]),
  );
  return stacks.map(([name, artifact]) => ({
    name,
    region: artifact.environment?.split('/').at(-1) ?? '',
    keepsState: artifact.properties?.terminationProtection ?? false,
    dependsOn: direct(name, dependencies),
    counts: typeCounts(join(assembly, artifact.properties?.templateFile ?? '')),
  }));
}

/** Dependencies that are not also reached through another one. */
function direct(name: string, dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  const reachable = (from: string): Set<string> =>
    new Set((dependencies.get(from) ?? []).flatMap((next) => [next, ...reachable(next)]));
  const own = dependencies.get(name) ?? [];
  return own.filter((one) => !own.some((other) => other !== one && reachable(other).has(one))).sort();
}

function typeCounts(template: string): Record<string, number> {
  const { Resources = {} } = read(template) as { Resources?: Record<string, { Type: string }> };
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(Resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
