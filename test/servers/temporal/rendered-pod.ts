import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../support/synthesized';

/** What a pod gets from outside of its manifest. */
export interface PodSurroundings {
  /** Folder under which the pod's mounts lie on this machine. */
  readonly root: string;
  /** Values of Secrets by key. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly podAddress: string;
  /** Variables whose value names what only a cluster resolves. */
  readonly overrides: Readonly<Record<string, string>>;
}

const mountedFolders = ['/etc/temporal', '/etc/database-certificates'];

/** A text with the pod's mounts where this machine has them. */
export const onThisMachine = (text: string, root: string): string =>
  mountedFolders.reduce((rest, folder) => rest.replaceAll(folder, join(root, folder)), text);

/** A folder of the pod on this machine. */
export function mountFolder(root: string, folder: string): string {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Mounts a ConfigMap. */
export function mountConfigMap(root: string, folder: string, configMap: Json): void {
  for (const [file, text] of Object.entries<string>(configMap.data)) {
    writeFileSync(join(mountFolder(root, folder), file), onThisMachine(text, root));
  }
}

/** The arguments of a pod's container: its images have no entry point, so the first is the program. */
export const argumentsOf = (template: Json, root: string): string[] =>
  template.spec.containers[0].args.map((argument: string) => onThisMachine(argument, root));

/** The variables of a pod's container as the kubelet resolves them. */
export function variablesOf(template: Json, surroundings: PodSurroundings): Record<string, string> {
  const { root, secrets, podAddress, overrides } = surroundings;
  const resolved: Record<string, string> = {};
  for (const { name, value, valueFrom } of template.spec.containers[0].env) {
    const found = valueFrom?.secretKeyRef
      ? secrets[valueFrom.secretKeyRef.key]
      : valueFrom?.fieldRef
        ? podAddress
        : value;
    const text = (overrides[name] ?? found) as string | undefined;
    if (text === undefined) throw new Error(`variable ${name} has no value`);
    resolved[name] = onThisMachine(text, root).replaceAll(
      /\$\((\w+)\)/g,
      (whole, other) => resolved[other] ?? whole,
    );
  }
  return resolved;
}
