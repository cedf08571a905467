import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { operationOf, type Parameters } from './recorded-request';
import { xmlText } from './recorded-xml';

/** JSON as the protocol has it; the XML of the older services is written as JSON whose lists are repeated elements. */
export type RecordedBody = { readonly [key: string]: unknown };

/** An error as AWS answers it. */
export interface RecordedError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What an operation answers instead of its recording; null: the recording. */
export type Planted = (parameters: Parameters, region: string) => RecordedBody | RecordedError | null;

const folder = join(__dirname, 'recorded');

/** By operation; what depends on the secret that is asked for, by operation and its name. */
const recordings = (): Map<string, RecordedBody> =>
  new Map(
    readdirSync(folder).flatMap((file) => {
      const service = file.replace('.json', '');
      const answers = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, RecordedBody>;
      return Object.entries(answers).map(([name, body]) => [`${service}:${name}`, body] as const);
    }),
  );

const isError = (answer: RecordedBody | RecordedError): answer is RecordedError =>
  typeof answer.status === 'number' && typeof answer.code === 'string';

/** A server that speaks AWS's protocols and answers from recordings: a healthy account, until a fault is planted. */
export class RecordedAws {
  private readonly answers = recordings();
  private readonly planted = new Map<string, Planted>();
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  /** Operations that were asked for, such as `eks:DescribeCluster`. */
  readonly asked = new Set<string>();
  /** Architecture in the configuration of an image that is for one platform alone. */
  layerArchitecture = 'arm64';

  static async start(): Promise<RecordedAws> {
    const aws = new RecordedAws();
    await new Promise<void>((resolve) => aws.server.listen(0, '127.0.0.1', resolve));
    return aws;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  plant(operation: string, answer: Planted): void {
    if (!this.answers.has(operation)) throw new Error(`nothing is recorded of ${operation}`);
    this.planted.set(operation, answer);
  }

  /** Plants the recording with a change in it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- recordings are JSON that is changed freely
  change(operation: string, change: (answer: any) => void): void {
    const answer = this.copyOf(operation);
    change(answer);
    this.plant(operation, () => answer);
  }

  heal(): void {
    this.planted.clear();
    this.layerArchitecture = 'arm64';
  }

  /** A copy of what is recorded, to be changed before it is planted. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- recordings are JSON that is changed freely
  copyOf(operation: string): any {
    return structuredClone(this.answers.get(operation));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/layer') {
      response.end(JSON.stringify({ architecture: this.layerArchitecture, os: 'linux' }));
      return;
    }
    const { operation, region, parameters, protocol } = await operationOf(request);
    this.asked.add(operation);
    const recorded = this.answers.get(`${operation} ${parameters.SecretId}`) ?? this.answers.get(operation);
    const answer = this.planted.get(operation)?.(parameters, region) ?? recorded ?? notRecorded(operation);
    const text = protocol === 'json' ? JSON.stringify : xmlText;
    if (isError(answer)) {
      response.writeHead(answer.status, { 'content-type': types[protocol], 'x-amzn-errortype': answer.code });
      response.end(text(errorBody(answer, operation, protocol)));
      return;
    }
    const filled = JSON.stringify(answer).replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
      name === 'endpoint' ? this.url : (parameters[name] ?? ''),
    );
    response.writeHead(200, { 'content-type': types[protocol] });
    response.end(text(JSON.parse(filled) as RecordedBody));
  }
}

const types = { json: 'application/x-amz-json-1.1', xml: 'text/xml' } as const;

const notRecorded = (operation: string): RecordedError => ({
  status: 501,
  code: 'NotImplemented',
  message: `nothing is recorded of ${operation}`,
});

/** EC2 wraps its errors in another element than the other services of XML. */
function errorBody(
  { code, message }: RecordedError,
  operation: string,
  protocol: 'json' | 'xml',
): RecordedBody {
  if (protocol === 'json') return { __type: code, message };
  const error = { Type: 'Sender', Code: code, Message: message };
  return operation.startsWith('ec2:')
    ? { Response: { Errors: { Error: error }, RequestID: 'recorded' } }
    : { ErrorResponse: { Error: error, RequestId: 'recorded' } };
}
