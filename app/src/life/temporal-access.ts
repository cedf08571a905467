import { Connection } from '@temporalio/client';
import { prepareNamespace } from '@platform/tenancy/workflows/namespaces';
import { workflowRetentionDays } from '../workflows/names';

const connectTimeoutMilliseconds = 5000;

/** A connection to Temporal that is made when an operation needs it. */
export class TemporalAccess {
  private connecting: Promise<Connection> | undefined;

  constructor(private readonly address: string) {}

  /** Rejects when Temporal does not answer; the next call tries again. */
  connection(): Promise<Connection> {
    this.connecting ??= Connection.connect({
      address: this.address,
      connectTimeout: connectTimeoutMilliseconds,
    }).catch((error: unknown) => {
      this.connecting = undefined;
      throw error;
    });
    return this.connecting;
  }

  async ensureNamespace(namespace: string): Promise<void> {
    await prepareNamespace(await this.connection(), { namespace, retentionDays: workflowRetentionDays });
  }

  async close(): Promise<void> {
    const connection = await this.connecting?.catch(() => undefined);
    await connection?.close();
  }
}
