import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { goModule } from '../../servers/tools/go-tool';
import type { ApiObject, ApiServer } from '../cluster/api-server';
import { hasCondition } from '../cluster/conditions';
import { until } from '../cluster/waiting';

/** Where the definitions of a group of custom resources are had. */
interface DefinitionSource {
  readonly groups: readonly string[];
  /** A project that publishes them; they are read in place from its module. */
  readonly published?: { readonly module: string; readonly version: string; readonly folder: string };
  /** A file of ours, written from a reference. */
  readonly documented?: string;
}

const sources: readonly DefinitionSource[] = [
  {
    groups: ['secrets-store.csi.x-k8s.io'],
    published: {
      module: 'sigs.k8s.io/secrets-store-csi-driver',
      version: '1.5.3',
      folder: 'config/crd/bases',
    },
  },
  {
    groups: ['karpenter.sh'],
    published: { module: 'sigs.k8s.io/karpenter', version: '1.14.1', folder: 'pkg/apis/crds' },
  },
  {
    groups: ['cert-manager.io', 'acme.cert-manager.io'],
    published: { module: 'github.com/cert-manager/cert-manager', version: '1.21.2', folder: 'deploy/crds' },
  },
  {
    groups: ['keda.sh', 'eventing.keda.sh'],
    published: { module: 'github.com/kedacore/keda/v2', version: '2.21.0', folder: 'config/crd/bases' },
  },
  { groups: ['eks.amazonaws.com'], documented: 'node-class.yaml' },
  { groups: ['networking.k8s.aws'], documented: 'application-network-policy.yaml' },
];

/** A definition that a cluster has to have before objects of its kind can be sent. */
export interface Definition {
  readonly object: ApiObject;
  readonly group: string;
}

/** Whether nobody serves the definition that an object is held against: it is ours, written from a reference. */
export function isDocumentedOnly({ apiVersion }: Pick<ApiObject, 'apiVersion'>): boolean {
  return sources.some(
    ({ groups, documented }) => documented !== undefined && groups.includes(groupOf(apiVersion)),
  );
}

/** Whether a kind is a custom resource of which a definition is known here. */
export const definesGroup = (apiVersion: string): boolean =>
  sources.some(({ groups }) => groups.includes(groupOf(apiVersion)));

/** Downloads the modules in which projects publish them, for a rehearsal without a way out. */
export async function fetchDefinitions(): Promise<void> {
  for (const { published } of sources) {
    if (published) await goModule(published.module, published.version);
  }
}

/** The definitions of the groups that occur in objects. */
export async function definitionsFor(objects: readonly ApiObject[]): Promise<readonly Definition[]> {
  return definitionsOf([...new Set(objects.map(({ apiVersion }) => groupOf(apiVersion)))]);
}

/** All definitions of some groups. */
export async function definitionsOf(groups: readonly string[]): Promise<readonly Definition[]> {
  const wanted = sources.filter((source) => source.groups.some((group) => groups.includes(group)));
  const found = await Promise.all(wanted.map(readDefinitions));
  return found.flat().filter(({ group }) => groups.includes(group));
}

/** Installs definitions and waits until the API server serves their kinds. */
export async function installDefinitions(api: ApiServer, definitions: readonly Definition[]): Promise<void> {
  for (const { object } of definitions) await api.put(object);
  for (const { object } of definitions) {
    await until(
      object.metadata.name,
      async () => {
        const live = await api.get(object);
        return live !== null && hasCondition(live, 'Established');
      },
      { seconds: 30 },
    );
  }
}

async function readDefinitions({ published, documented }: DefinitionSource): Promise<readonly Definition[]> {
  const folder = published
    ? join(await goModule(published.module, published.version), published.folder)
    : join(__dirname, 'documented');
  const files = documented ? [documented] : readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as ApiObject)
    .filter((object) => object?.kind === 'CustomResourceDefinition')
    .map((object) => ({ object, group: (object.spec as { readonly group: string }).group }));
}

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.split('/')[0]! : '');
