import type { ApiObject, LiveObject } from '../../../rehearsal/cluster/api-server';
import { injectOnce } from '../../../rehearsal/cluster/authority-injector';

const service = (annotations: Record<string, string>) => ({
  kind: 'APIService',
  metadata: { name: 'v1beta1.external.metrics.k8s.io', annotations },
  spec: {},
});

async function patchesFor(annotations: Record<string, string>): Promise<readonly object[]> {
  const patches: object[] = [];
  const held: Readonly<Record<string, object>> = {
    'Certificate autoscaling/keda': { spec: { secretName: 'keda-keys' } },
    'Secret autoscaling/keda-keys': { data: { 'ca.crt': 'QQ==' } },
  };
  await injectOnce({
    list: async () => [service(annotations) as unknown as LiveObject],
    get: async ({ kind, metadata }: ApiObject) =>
      (held[`${kind} ${metadata.namespace}/${metadata.name}`] ?? null) as LiveObject | null,
    pathOf: async ({ metadata }: ApiObject) => `/${metadata.name}`,
    merge: async (path: string, patch: object) => {
      patches.push({ path, patch });
      return { status: 200, body: {} };
    },
  } as unknown as Parameters<typeof injectOnce>[0]);
  return patches;
}

test('an API that names a certificate is trusted by its authority', async () => {
  expect(await patchesFor({ 'cert-manager.io/inject-ca-from': 'autoscaling/keda' })).toEqual([
    { path: '/v1beta1.external.metrics.k8s.io', patch: { spec: { caBundle: 'QQ==' } } },
  ]);
});

test('one that names none, or one that is not there yet, is left alone', async () => {
  expect(await patchesFor({})).toEqual([]);
  expect(await patchesFor({ 'cert-manager.io/inject-ca-from': 'autoscaling/other' })).toEqual([]);
});
