import type { ApiObject } from '../cluster/api-server';

/** Workloads whose images bring the authorities of the internet; AWS vouches for its cache by one of these. */
const asking = ['alertmanager', 'blackbox-exporter', 'redis-exporter'] as const;

const name = 'internet-authorities';
const fileName = 'authorities.pem';
const folder = '/etc/internet-authorities';

interface Template {
  readonly spec: {
    containers: { env?: object[]; volumeMounts?: object[] }[];
    volumes?: object[];
  };
}

/** Lets pods trust the stand-ins for what the authorities of the internet vouch for: these have the run's own. */
export function withInternetAuthorities(
  objects: readonly ApiObject[],
  authorities: string,
): readonly ApiObject[] {
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    const template = (object.spec as { readonly template?: Template } | undefined)?.template;
    if (!template || !asking.some((workload) => workload === object.metadata.name)) return [object];
    return [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
        data: { [fileName]: authorities },
      },
      trusting(object),
    ];
  });
}

function trusting(object: ApiObject): ApiObject {
  const copy = structuredClone(object);
  const { spec } = (copy.spec as { readonly template: Template }).template;
  spec.volumes = [...(spec.volumes ?? []), { name, configMap: { name } }];
  for (const container of spec.containers) {
    container.env = [...(container.env ?? []), { name: 'SSL_CERT_FILE', value: `${folder}/${fileName}` }];
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, mountPath: folder, readOnly: true }];
  }
  return copy;
}
