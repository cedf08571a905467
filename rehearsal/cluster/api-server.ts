import { request } from 'node:http';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RunFolder } from './run-folder';
import { until } from './waiting';

/** What the API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
  /** Texts of its `Warning` headers, such as that a version of an API is deprecated. */
  readonly warnings: readonly string[];
}

/** Parts of an answer that callers look at: an object, a list, or a refusal with its `message`. */
export interface Body {
  readonly kind?: string;
  readonly message?: string;
  readonly items?: readonly LiveObject[];
  readonly [field: string]: unknown;
}

/** A Kubernetes object as somebody sends it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A Kubernetes object as the API server keeps it. */
export interface LiveObject extends Omit<ApiObject, 'metadata'> {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
}

/** A change that a watch saw. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: LiveObject;
}

interface Resource {
  /** Last part of the path, such as `deployments`. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface ApplyOptions {
  /** Everything is checked and nothing is kept. */
  readonly dryRun: boolean;
}

type Method = 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';

const fieldManager = 'platform-rehearsal';

/** The API of a cluster, as the user of a kubeconfig's context; `kubectl proxy` signs in, whatever that takes. */
export class ApiServer {
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  private constructor(private readonly socketPath: string) {}

  /** @throws Error when the API server does not answer. */
  static async open(
    run: RunFolder,
    kubectl: string,
    kubeconfig: string,
    context?: string,
  ): Promise<ApiServer> {
    const socketPath = run.file('api.sock');
    const proxy = run.start('kubectl-proxy', kubectl, [
      ...['proxy', '--unix-socket', socketPath, '--kubeconfig', kubeconfig],
      ...(context === undefined ? [] : ['--context', context]),
    ]);
    await until('kubectl proxy', async () => existsSync(socketPath), { seconds: 30, processes: [proxy] });
    return new ApiServer(socketPath);
  }

  request(method: Method, path: string, body?: object, contentType = 'application/json'): Promise<Answer> {
    const content = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: 'application/json',
      ...(content !== undefined && {
        'content-type': contentType,
        'content-length': Buffer.byteLength(content),
      }),
    };
    return new Promise((resolve, reject) => {
      const asking = request({ socketPath: this.socketPath, method, path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: answer.statusCode ?? 0,
            body: parsed(text),
            warnings: warningsOf(answer.rawHeaders),
          });
        });
      });
      asking.once('error', reject);
      asking.end(content);
    });
  }

  /** Server-side apply: fields that are unknown, double or of the wrong type are refused. */
  async apply(object: ApiObject, { dryRun }: ApplyOptions): Promise<Answer> {
    const query = new URLSearchParams({ fieldManager, force: 'true', fieldValidation: 'Strict' });
    if (dryRun) query.set('dryRun', 'All');
    const path = await this.pathOf(object);
    return this.request('PATCH', `${path}?${query}`, object, 'application/apply-patch+yaml');
  }

  /** Applies an object for good. @throws Error with the API server's words when it refuses. */
  async put(object: ApiObject): Promise<void> {
    const { status, body } = await this.apply(object, { dryRun: false });
    if (status >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${body.message}`);
  }

  /** @returns null when there is no such object. */
  async get(object: ApiObject): Promise<LiveObject | null> {
    const { status, body } = await this.request('GET', await this.pathOf(object));
    if (status === 404) return null;
    if (status !== 200) throw new Error(`${object.kind} ${object.metadata.name}: ${body.message}`);
    return body as unknown as LiveObject;
  }

  /** All objects of a kind, in one namespace or in all. */
  async list(apiVersion: string, kind: string, namespace?: string): Promise<readonly LiveObject[]> {
    const { status, body } = await this.request('GET', await this.collection(apiVersion, kind, namespace));
    if (status !== 200) throw new Error(`list of ${kind}: ${body.message}`);
    return body.items ?? [];
  }

  /**
   * Tells of every object of a collection that is there, and then of each change, until it is stopped.
   * @param path of a collection, such as `/api/v1/pods`.
   */
  watch(path: string, onEvent: (event: WatchEvent) => void): { readonly stop: () => void } {
    const separator = path.includes('?') ? '&' : '?';
    const asking = request({ socketPath: this.socketPath, path: `${path}${separator}watch=1` }, (answer) => {
      const lines = createInterface({ input: answer });
      lines.on('line', (line) => onEvent(JSON.parse(line) as WatchEvent));
      for (const stream of [answer, lines]) stream.on('error', () => {});
    });
    // A watch ends with its API server, which callers see by what they ask it.
    asking.on('error', () => {});
    asking.end();
    return { stop: () => void asking.destroy() };
  }

  /** Changes some fields of an object, or of its `status`, by a JSON merge patch. */
  merge(path: string, patch: object): Promise<Answer> {
    return this.request('PATCH', path, patch, 'application/merge-patch+json');
  }

  /** Deletes an object and what it owns; one that is not there is fine. */
  async delete(object: ApiObject): Promise<void> {
    const options = { propagationPolicy: 'Background' };
    const { status, body } = await this.request('DELETE', await this.pathOf(object), options);
    if (status >= 300 && status !== 404)
      throw new Error(`deleting ${object.kind} ${object.metadata.name}: ${body.message}`);
  }

  /** Whether the API server knows the kind. */
  async serves(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.resource(apiVersion, kind)) !== undefined;
  }

  /** Such as 1.36.3. */
  async version(): Promise<string> {
    const { body } = await this.request('GET', '/version');
    return String(body.gitVersion).replace(/^v/, '');
  }

  /** Path of an object; the namespace `default` where a namespaced one names none. */
  async pathOf({ apiVersion, kind, metadata }: ApiObject): Promise<string> {
    const collection = await this.collection(apiVersion, kind, metadata.namespace ?? 'default');
    return `${collection}/${encodeURIComponent(metadata.name)}`;
  }

  private async collection(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const resource = await this.resource(apiVersion, kind);
    if (!resource) throw new UnknownKind(apiVersion, kind);
    const folder = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${groupPath(apiVersion)}${folder}/${resource.name}`;
  }

  private async resource(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const found = (await this.resourcesOf(apiVersion)).find((resource) => resource.kind === kind);
    // A definition may have come since.
    if (!found) this.resources.delete(apiVersion);
    return found;
  }

  private resourcesOf(apiVersion: string): Promise<readonly Resource[]> {
    const asked = this.resources.get(apiVersion) ?? this.askForResources(apiVersion);
    this.resources.set(apiVersion, asked);
    return asked;
  }

  private async askForResources(apiVersion: string): Promise<readonly Resource[]> {
    const { status, body } = await this.request('GET', groupPath(apiVersion));
    if (status !== 200) return [];
    const resources = body.resources as readonly Resource[];
    return resources.filter(({ name }) => !name.includes('/'));
  }
}

/** The API server serves no such kind. */
export class UnknownKind extends Error {
  constructor(apiVersion: string, kind: string) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`);
    this.name = 'UnknownKind';
  }
}

const groupPath = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return { message: text.trim() };
  }
}

/** `299 - "text"`, with quotes and backslashes in the text escaped; several may share a header. RFC 7234, 5.5 */
function warningsOf(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1 || name.toLowerCase() !== 'warning') return [];
    const value = rawHeaders[index + 1] ?? '';
    return [...value.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
      text.replace(/\\(.)/g, '$1'),
    );
  });
}
