/** An image in a registry, by tag. */
export interface TaggedImage {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** Where a registry's API answers; tests put a server of their own here. */
export type RegistryUrl = (registry: string) => string;

/** Docker Hub's API has a host of its own. */
export const publicRegistryUrl: RegistryUrl = (registry) =>
  `https://${registry === 'docker.io' ? 'registry-1.docker.io' : registry}`;

/** An index of several architectures first: its digest is right on every node. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const timeoutMs = 15_000;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/**
 * The digest that a registry has for a tag right now.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 * @throws Error when the registry cannot be reached, does not know the tag, or answers without a digest.
 */
export async function readDigest(image: TaggedImage, registryUrl: RegistryUrl): Promise<string> {
  const url = `${registryUrl(image.registry)}/v2/${image.repository}/manifests/${image.tag}`;
  const anonymous = await head(url, {});
  const response =
    anonymous.status === 401 ? await head(url, { authorization: await bearerToken(anonymous) }) : anonymous;
  if (!response.ok) throw new Error(`the registry answers ${response.status}`);
  const digest = response.headers.get('docker-content-digest') ?? '';
  if (!digestPattern.test(digest)) throw new Error(`the registry names no digest, but "${digest}"`);
  return digest;
}

const head = (url: string, headers: Record<string, string>): Promise<Response> =>
  fetch(url, {
    method: 'HEAD',
    headers: { accept: manifestTypes, ...headers },
    signal: AbortSignal.timeout(timeoutMs),
  });

/** An anonymous token for pulling, from where the registry says. https://distribution.github.io/distribution/spec/auth/token/ */
async function bearerToken(refusal: Response): Promise<string> {
  const challenge = refusal.headers.get('www-authenticate') ?? '';
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]): [string, string] => [name!, value!]),
  );
  const realm = parameters.get('realm');
  if (!/^bearer /i.test(challenge) || !realm) throw new Error('the registry wants a login of its own kind');
  const url = new URL(realm);
  for (const name of ['service', 'scope']) {
    const value = parameters.get(name);
    if (value) url.searchParams.set(name, value);
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`the registry gives no token: ${url.host} answers ${response.status}`);
  const { token, access_token: accessToken } = (await response.json()) as Record<string, unknown>;
  return `Bearer ${token ?? accessToken}`;
}
