import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ValkeyServer, ValkeyUser } from './valkey-server';

const apiVersion = '2015-02-02';

/**
 * The part of ElastiCache's API that changes the passwords of a user, which moto does not have: `ModifyUser` and
 * `DescribeUsers`. The user is a Valkey server's own. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference
 */
export class ElastiCacheUsers {
  private constructor(private readonly server: Server) {}

  /** Listens on a free port of this machine. */
  static async start(valkey: ValkeyServer, user: ValkeyUser): Promise<ElastiCacheUsers> {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += part));
      request.once('end', () => {
        const parameters = new URLSearchParams(text);
        answer(parameters, valkey, user).then(
          (xml) => response.setHeader('content-type', 'text/xml').end(xml),
          ({ message }: Error) => response.writeHead(400).end(refusal(message)),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ElastiCacheUsers(server);
  }

  /** For a process that talks to it. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.server.address() as AddressInfo;
    return { AWS_ENDPOINT_URL_ELASTICACHE: `http://127.0.0.1:${port}` };
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function answer(parameters: URLSearchParams, valkey: ValkeyServer, user: ValkeyUser): Promise<string> {
  const action = parameters.get('Action') ?? '';
  const described = `<UserId>${parameters.get('UserId')}</UserId><UserName>${user.name}</UserName><Status>active</Status>`;
  if (action === 'DescribeUsers') return result(action, `<Users><member>${described}</member></Users>`);
  if (action !== 'ModifyUser') throw new Error(`no action ${action} here`);
  const passwords = [...parameters]
    .filter(([name]) => name.startsWith('AuthenticationMode.Passwords.member.'))
    .map(([, password]) => password);
  // As AWS: one password or two.
  if (passwords.length < 1 || passwords.length > 2)
    throw new Error(`a user has no ${passwords.length} passwords`);
  await valkey.setPasswords(user, passwords);
  return result(action, described);
}

const result = (action: string, xml: string): string =>
  `<${action}Response xmlns="http://elasticache.amazonaws.com/doc/${apiVersion}/"><${action}Result>${xml}</${action}Result></${action}Response>`;

const refusal = (message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameterValue</Code><Message>${message}</Message></Error></ErrorResponse>`;
