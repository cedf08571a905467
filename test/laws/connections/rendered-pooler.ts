import { objectsOfKind } from '../kubernetes-objects';
import type { Json, Tree } from '../tree';

/** Pods and connections of the poolers as the API server gets them. */
export interface RenderedPooler {
  readonly processes: number;
  readonly each: number;
}

const percent = /^(\d+)%$/;

export function poolerOf(tree: Tree): RenderedPooler {
  const files: Record<string, string> = the('ConfigMap', tree, ({ data }) => data?.['pgbouncer.ini']).data;
  const { replicas, strategy } = the('Deployment', tree, ({ metadata }) => metadata.name === 'pooler').spec;
  const [, share] = percent.exec(strategy.rollingUpdate.maxSurge) ?? [];
  return {
    processes: replicas + Math.ceil((replicas * Number(share)) / 100) + replicas,
    each: serverConnections(files['pgbouncer.ini']!, files['clients.conf']!),
  };
}

/** Every user that may name a database has a pool of its own there, unless the database has a bound for all. */
function serverConnections(ini: string, clients: string): number {
  const setting = (name: string): number => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(ini)?.[1]);
  const rules = [...clients.matchAll(/^host (\S+) (\S+) /gm)];
  const databases = [...ini.matchAll(/^(\w+) = (host=.*)$/gm)];
  const primary = /host=(\S+)/.exec(databases[0]![2]!)![1];
  return databases
    .filter(([, , line]) => line!.includes(`host=${primary} `))
    .map(([, name, line]) => {
      const bound = /max_db_connections=(\d+)/.exec(line!);
      if (bound) return Number(bound[1]);
      const users = rules
        .filter(([, names]) => names!.split(',').includes(name!))
        .flatMap(([, , names]) => names!.split(','));
      return users.length * (setting('default_pool_size') + setting('reserve_pool_size'));
    })
    .reduce((sum, connections) => sum + connections, 0);
}

function the(kind: string, tree: Tree, isIt: (object: Json) => boolean): Json {
  const found = objectsOfKind(tree, kind).find(isIt);
  if (!found) throw new Error(`there is no ${kind} of the pooler`);
  return found;
}
