import type { IncomingMessage } from 'node:http';

export type Parameters = Readonly<Record<string, string>>;

export interface RecordedRequest {
  /** As IAM names it, such as `eks:DescribeCluster`. */
  readonly operation: string;
  readonly region: string;
  readonly parameters: Parameters;
  readonly protocol: 'json' | 'xml';
}

/** Operations that a path names, in the protocols that have no other name for them. */
const paths: readonly (readonly [RegExp, string, RecordedRequest['protocol']])[] = [
  [/^\/cluster-versions$/, 'eks:DescribeClusterVersions', 'json'],
  [/^\/addons\/supported-versions$/, 'eks:DescribeAddonVersions', 'json'],
  [/^\/clusters\/(?<name>[^/]+)$/, 'eks:DescribeCluster', 'json'],
  [/^\/2013-04-01\/hostedzonesbyname$/, 'route53:ListHostedZonesByName', 'xml'],
  [/^\/2013-04-01\/hostedzone\/(?<Id>[^/]+)$/, 'route53:GetHostedZone', 'xml'],
];

/** Reads what is asked: from the target header, the form, or the path; the region from the signature's scope. */
export async function operationOf(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? '/', 'http://recorded');
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = `${service}:${target.split('.').at(-1)}`;
    return { operation, region, parameters: JSON.parse(body || '{}') as Parameters, protocol: 'json' };
  }
  for (const [path, operation, protocol] of paths) {
    const found = path.exec(url.pathname);
    if (!found) continue;
    return {
      operation,
      region,
      parameters: { ...Object.fromEntries(url.searchParams), ...found.groups },
      protocol,
    };
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  return { operation: `${service}:${form.Action}`, region, parameters: form, protocol: 'xml' };
}
