import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedChart } from '../charts/rendered-chart';
import { environments } from '../config/load';
import type { Check } from './check';
import { attempt } from '../servers/command';
import { schemaLocation, writeApiSchemas, writeCustomSchemas } from './kubernetes-schemas';
import { goModule, goTool } from '../servers/tools/go-tool';
import { cachedTool } from '../servers/tools/tool-cache';

const kubeconformVersion = '0.8.0';
/** The newest patch release of the clusters' minor version that the Go module proxy has. */
const kubernetesVersion = '1.36.1';
/** Modules that carry the definitions of custom resources that the charts use. */
const customResources = [
  { module: 'sigs.k8s.io/karpenter', version: '1.14.1', file: 'pkg/apis/crds/karpenter.sh_nodepools.yaml' },
  {
    module: 'sigs.k8s.io/secrets-store-csi-driver',
    version: '1.5.3',
    file: 'config/crd/bases/secrets-store.csi.x-k8s.io_secretproviderclasses.yaml',
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: '1.21.2',
    file: 'deploy/crds/cert-manager.io_clusterissuers.yaml',
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: '1.21.2',
    file: 'deploy/crds/cert-manager.io_certificates.yaml',
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: '1.21.2',
    file: 'deploy/crds/cert-manager.io_issuers.yaml',
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: '2.21.0',
    file: 'config/crd/bases/keda.sh_scaledobjects.yaml',
  },
];
/** Kinds whose definition nobody publishes. */
const unpublishedKinds = ['NodeClass'];

interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly status: 'statusValid' | 'statusInvalid' | 'statusError' | 'statusSkipped';
  readonly msg: string;
}

/** Every object of every chart fits the API server's own schemas, unknown fields refused. */
export const kubeconform: Check = {
  name: `kubeconform ${kubeconformVersion} with the schemas of Kubernetes ${kubernetesVersion}`,
  async run({ synthesized }) {
    const program = await goTool('github.com/yannh/kubeconform/cmd/kubeconform', kubeconformVersion);
    const schemas = await schemaFolder();
    const folder = await synthesized();
    const files = Object.keys(environments).flatMap((name) => chartFiles(folder, name));
    const args = ['-strict', '-output', 'json', '-verbose', '-skip', unpublishedKinds.join(',')];
    const { stdout, stderr } = await attempt(program, [
      ...args,
      '-schema-location',
      schemaLocation(schemas),
      ...files,
    ]);
    if (!stdout.trim().startsWith('{')) throw new Error(`kubeconform did not answer: ${stderr}`);
    const resources: (Resource & { filename: string })[] = JSON.parse(stdout).resources;
    const wrong = resources.filter(({ status }) => status === 'statusInvalid' || status === 'statusError');
    return {
      passed: resources.filter(({ status }) => status === 'statusValid').length,
      failures: wrong.map(({ filename, kind, name, msg }) => `${filename}: ${kind} ${name}: ${msg}`),
      notes: unpublishedKinds.map((kind) => `${kind} is not checked: AWS publishes no definition of it`),
    };
  },
};

/** The versions and the code that writes the schemas: a change of either makes a new folder. */
const schemaRevision = createHash('sha256')
  .update(JSON.stringify(customResources))
  .update(readFileSync(join(__dirname, 'kubernetes-schemas.ts')))
  .digest('hex')
  .slice(0, 10);

const schemaFolder = (): Promise<string> =>
  cachedTool('kubernetes-schemas', `${kubernetesVersion}-${schemaRevision}`, async (folder) => {
    const kubernetes = await goModule('k8s.io/kubernetes', kubernetesVersion);
    writeApiSchemas(folder, join(kubernetes, 'api/openapi-spec/swagger.json'));
    for (const { module, version, file } of customResources) {
      writeCustomSchemas(folder, join(await goModule(module, version), file));
    }
  });

/** Writes each object into a file of its own, because kubeconform names files. */
function chartFiles(synthesized: string, environment: string): string[] {
  const charts: RenderedChart[] = JSON.parse(
    readFileSync(join(synthesized, `${environment}.charts.json`), 'utf8'),
  );
  return charts.map(({ name, objects }) => {
    const path = join(synthesized, `${environment}.${name}.json`);
    writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    return path;
  });
}
