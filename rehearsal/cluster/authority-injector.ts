import type { ApiServer, LiveObject } from './api-server';
import { type ControlLoop, controlLoop } from './control-loop';

/** Names the Certificate, as `namespace/name`. https://cert-manager.io/docs/concepts/ca-injector/ */
const annotation = 'cert-manager.io/inject-ca-from';
const everyMilliseconds = 1000;

/** In the place of cert-manager's CA injector: the API server trusts an API that the charts serve by its certificate's authority. */
export const injectAuthorities = (api: ApiServer): ControlLoop =>
  controlLoop(everyMilliseconds, () => injectOnce(api));

/** One look at all APIs. */
export async function injectOnce(api: Pick<ApiServer, 'list' | 'get' | 'merge' | 'pathOf'>): Promise<void> {
  for (const service of await api.list('apiregistration.k8s.io/v1', 'APIService')) {
    const authority = await authorityFor(api, service);
    const { caBundle } = service.spec as { readonly caBundle?: string };
    if (authority === undefined || authority === caBundle) continue;
    const reference = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: service.metadata,
    };
    await api.merge(await api.pathOf(reference), { spec: { caBundle: authority } });
  }
}

/** In base64; undefined where none is wanted, or none is there yet. */
async function authorityFor(
  api: Pick<ApiServer, 'get'>,
  { metadata }: LiveObject,
): Promise<string | undefined> {
  const [namespace, name] = metadata.annotations?.[annotation]?.split('/') ?? [];
  if (!namespace || !name) return undefined;
  const certificate = await api.get({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { namespace, name },
  });
  if (certificate === null) return undefined;
  const { secretName } = certificate.spec as { readonly secretName: string };
  const secret = await api.get({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name: secretName },
  });
  return (secret as unknown as { readonly data?: Record<string, string> } | null)?.data?.['ca.crt'];
}
