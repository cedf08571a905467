import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { DescribeUsersCommand, ModifyUserCommand } from '@aws-sdk/client-elasticache';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { authenticate, type Login } from '../../lib/cache/rotation/log-in';
import { rotate, type Rotation } from '../../lib/cache/rotation/rotate';
import type { RotationEvent } from '../../lib/secrets/rotation/pending-rotation';

/** Secrets Manager and ElastiCache, as far as a rotation sees them: one secret with versions, one user. */
class Aws {
  readonly stages: Record<string, string[]> = { old: ['AWSCURRENT'], new: ['AWSPENDING'] };
  readonly values: Record<string, string> = {
    old: JSON.stringify({ username: 'application', password: 'first' }),
  };
  passwords: string[] = ['first'];
  readonly puts: string[] = [];
  readonly userStates: string[] = [];

  readonly send = async (command: unknown): Promise<unknown> => {
    if (command instanceof DescribeSecretCommand) return { VersionIdsToStages: this.stages };
    if (command instanceof GetSecretValueCommand) {
      const { VersionId, VersionStage } = command.input;
      const version =
        VersionId ?? Object.keys(this.stages).find((id) => this.stages[id]?.includes(VersionStage!));
      const SecretString = this.values[version!];
      if (!SecretString) throw new ResourceNotFoundException({ message: 'no value', $metadata: {} });
      return { SecretString };
    }
    if (command instanceof PutSecretValueCommand) {
      this.values[command.input.ClientRequestToken!] = command.input.SecretString!;
      this.puts.push(command.input.SecretString!);
      return {};
    }
    if (command instanceof UpdateSecretVersionStageCommand) {
      const { MoveToVersionId, RemoveFromVersionId } = command.input;
      this.stages[RemoveFromVersionId!] = ['AWSPREVIOUS'];
      this.stages[MoveToVersionId!] = ['AWSCURRENT'];
      return {};
    }
    if (command instanceof DescribeUsersCommand)
      return { Users: [{ Status: this.userStates.shift() ?? 'active' }] };
    if (command instanceof ModifyUserCommand) {
      this.passwords = command.input.AuthenticationMode?.Passwords ?? [];
      return {};
    }
    throw new Error(`unexpected ${String(command)}`);
  };

  /** Accepts what the user's passwords are. */
  readonly logIn = async ({ password }: Login): Promise<void> => {
    if (!this.passwords.includes(password)) throw new Error('WRONGPASS');
  };

  rotation(): Rotation {
    const client = { send: this.send } as unknown as Rotation['secrets'] & Rotation['cache'];
    return {
      secrets: client,
      cache: client,
      userId: 'production-cache-queues',
      pollMilliseconds: 0,
      logIn: this.logIn,
    };
  }

  step(Step: RotationEvent['Step'], ClientRequestToken = 'new'): Promise<void> {
    return rotate({ Step, SecretId: 'secret', ClientRequestToken }, this.rotation());
  }

  password(version: string): string {
    return (JSON.parse(this.values[version]!) as Login).password;
  }
}

async function afterSteps(...steps: RotationEvent['Step'][]): Promise<Aws> {
  const aws = new Aws();
  for (const step of steps) await aws.step(step);
  return aws;
}

describe('rotation of the cache password', () => {
  test('createSecret leaves a pending password of 64 characters', async () => {
    const aws = await afterSteps('createSecret');
    expect(aws.password('new')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('createSecret keeps the user name', async () => {
    const aws = await afterSteps('createSecret');
    expect(JSON.parse(aws.values.new!)).toMatchObject({ username: 'application' });
  });

  test('createSecret makes no second password when it is repeated', async () => {
    const aws = await afterSteps('createSecret', 'createSecret');
    expect(aws.puts).toHaveLength(1);
  });

  test('setSecret keeps the current password beside the new one', async () => {
    const aws = await afterSteps('createSecret', 'setSecret');
    expect(aws.passwords).toEqual(['first', aws.password('new')]);
  });

  test('setSecret drops the password before the current one', async () => {
    const aws = new Aws();
    aws.passwords = ['older', 'first'];
    await aws.step('createSecret');
    await aws.step('setSecret');
    expect(aws.passwords).not.toContain('older');
  });

  test('setSecret waits for a user that is still being changed', async () => {
    const aws = await afterSteps('createSecret');
    aws.userStates.push('modifying', 'active', 'modifying');
    await aws.step('setSecret');
    expect(aws.userStates).toEqual([]);
  });

  test('testSecret fails while the cache refuses the new password', async () => {
    const aws = await afterSteps('createSecret');
    await expect(aws.step('testSecret')).rejects.toThrow('WRONGPASS');
  });

  test('testSecret passes once the user has the new password', async () => {
    const aws = await afterSteps('createSecret', 'setSecret');
    await expect(aws.step('testSecret')).resolves.toBeUndefined();
  });

  test('finishSecret makes the new version current', async () => {
    const aws = await afterSteps('createSecret', 'setSecret', 'testSecret', 'finishSecret');
    expect(aws.stages).toEqual({ old: ['AWSPREVIOUS'], new: ['AWSCURRENT'] });
  });

  test('a finished rotation that is repeated changes nothing', async () => {
    const aws = await afterSteps('createSecret', 'setSecret', 'testSecret', 'finishSecret', 'setSecret');
    expect(aws.passwords).toEqual(['first', aws.password('new')]);
  });

  test('a version that is not pending is refused', async () => {
    await expect(new Aws().step('createSecret', 'unknown')).rejects.toThrow('is not pending');
  });
});

describe('logging in to the cache', () => {
  let server: Server;
  let received = '';

  const connection = (answer: string): Promise<Socket> =>
    new Promise((resolve) => {
      received = '';
      server = createServer((socket) => {
        socket.on('data', (data) => {
          received += String(data);
          socket.end(answer);
        });
      }).listen(0, '127.0.0.1', () => {
        const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => resolve(socket));
      });
    });

  afterEach(() => server.close());

  test('sends AUTH and PING in the wire format', async () => {
    await authenticate(await connection('+OK\r\n+PONG\r\n'), { username: 'a', password: 'bé' });
    expect(received).toBe('*3\r\n$4\r\nAUTH\r\n$1\r\na\r\n$3\r\nbé\r\n*1\r\n$4\r\nPING\r\n');
  });

  test('rejects with the server’s refusal', async () => {
    const socket = await connection('-WRONGPASS invalid\r\n-NOAUTH\r\n');
    await expect(authenticate(socket, { username: 'a', password: 'b' })).rejects.toThrow(
      '-WRONGPASS invalid',
    );
  });

  test('rejects when the connection closes without an answer', async () => {
    const socket = await connection('');
    await expect(authenticate(socket, { username: 'a', password: 'b' })).rejects.toThrow('closed');
  });
});
