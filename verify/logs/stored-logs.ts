import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { logStore } from '../../app/src/life/log-store';
import { settingsOf } from '../../app/src/settings';
import { logLabels } from '../../config/logs';
import { startMoto } from '../../servers/moto/moto-server';
import type { Json } from '../../test/laws/tree';
import { throughTheAgent } from './log-pipeline';
import { bucket, LokiOnS3, type StoredLine } from './loki-on-s3';

export interface Programs {
  readonly loki: string;
  readonly 'log-pipeline': string;
}

/** Says that something holds; what does not hold is a failure. */
export type Claim = (what: string, holds: boolean) => void;

interface Tenants {
  readonly erased: string;
  readonly kept: string;
}

interface Stored {
  readonly loki: LokiOnS3;
  /** Of all objects in the bucket. */
  readonly keys: () => Promise<string[]>;
}

const linesOfEach = 20;

/** Lines as the application writes them, of two tenants and of none. */
function written(tenants: readonly string[]): { app: string; line: string }[] {
  return tenants.flatMap((tenant) =>
    Array.from({ length: linesOfEach }, (_, number) => ({
      app: 'api',
      line: JSON.stringify({
        time: new Date().toISOString(),
        level: number % 2 ? 'info' : 'error',
        ...(tenant && { tenant, tenantSlug: `slug-${tenant.slice(0, 4)}` }),
        request: randomUUID(),
        trace: randomUUID().replaceAll('-', ''),
        message: `${tenant || 'nobody'} ${number}`,
      }),
    })),
  );
}

const ofTenant = (tenant: string): string => `{namespace="app"} | tenant="${tenant}"`;

/** The life of lines in a real Loki, whose chunks and index lie in a real S3's stand-in. */
export async function storedLogs(programs: Programs, claim: Claim): Promise<void> {
  const moto = await startMoto();
  const s3 = new S3Client({
    endpoint: moto.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
  });
  const keys = async (): Promise<string[]> =>
    ((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) =>
      String(Key),
    );
  const loki = new LokiOnS3(programs.loki, moto.url);
  try {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await loki.start();
    configurationIsAccepted(programs.loki, loki, claim);

    const [erased, kept] = [randomUUID(), randomUUID()] as const;
    const lines = throughTheAgent(programs['log-pipeline'], written([erased, kept, '']));
    claim('Loki takes what the agent sends', (await loki.push(lines as StoredLine[])) === 204);
    await findsByTenant(loki, { erased, kept }, claim);

    await loki.post('/flush');
    await loki.until('flushed', async () => (await keys()).some((key) => key.startsWith('fake/')));
    await loki.stop();
    claim(
      'chunks lie under fake/, the index under index/',
      (await keys()).some((key) => key.startsWith('index/')),
    );
    loki.forget();
    await loki.start();
    claim(
      'lines come back from S3 after the volume was lost',
      (await loki.lines(ofTenant(kept))).length === linesOfEach,
    );
    await erases({ loki, keys }, { erased, kept }, claim);
  } finally {
    await loki.stop();
    loki.remove();
    s3.destroy();
    moto.stop();
  }
}

function configurationIsAccepted(program: string, loki: LokiOnS3, claim: Claim): void {
  const accepts = (file: string): string => {
    try {
      execFileSync(program, ['-verify-config', `-config.file=${file}`], { stdio: 'pipe' });
      return '';
    } catch (error) {
      return String((error as { stderr?: Buffer }).stderr ?? error);
    }
  };
  claim('-verify-config accepts the configuration', accepts(loki.configurationFile) === '');
  const misspelt = join(loki.folder, 'misspelt.yaml');
  const text = readFileSync(loki.configurationFile, 'utf8').replace('retention_period', 'retention_perod');
  writeFileSync(misspelt, text);
  claim('-verify-config refuses a misspelt key', accepts(misspelt).includes('retention_perod'));
}

async function findsByTenant(loki: LokiOnS3, tenants: Tenants, claim: Claim): Promise<void> {
  await loki.until('readable', async () => (await loki.lines(ofTenant(tenants.kept))).length === linesOfEach);
  const found = await loki.lines(ofTenant(tenants.kept));
  claim(
    'a tenant is found by structured metadata, and no other with it',
    found.every((line) => line.includes(tenants.kept)),
  );
  const errors = await loki.lines(`{namespace="app",level="error"} | tenant="${tenants.kept}"`);
  claim('a level is a label', errors.length === linesOfEach / 2);
  const { data } = JSON.parse(await loki.get('/loki/api/v1/labels')) as { data: string[] };
  claim(
    `labels are those of the contract, not ${data.filter((name) => !logLabels.some((label) => label === name)).join(', ')}`,
    [...data].sort().join() === [...logLabels].sort().join(),
  );
}

/** By the application's own store, as the erasure of a tenant calls it: first hidden, then gone. */
async function erases({ loki, keys }: Stored, { erased, kept }: Tenants, claim: Claim): Promise<void> {
  const store = logStore(
    settingsOf({
      LOKI_URL: loki.url,
      POINT_IN_TIME_DAYS: '7',
      WEEKLY_BACKUP_DAYS: '90',
      EXPORT_DAYS: '30',
      LOG_DAYS: '365',
    }),
  );
  if (!('remove' in store)) throw new Error('The application has no store of logs.');
  const before = (await keys()).filter((key) => key.startsWith('fake/'));
  await store.remove({ id: erased, slug: 'erased' } as never);
  const find = (): Promise<string[]> => loki.lines(`{namespace="app"} |= "${erased}"`);

  // Loki asks itself for new requests to delete every five minutes, and when it starts.
  await restart(loki);
  claim('lines of an erased tenant are hidden before they are gone', (await find()).length === 0);

  await restart(loki, ({ compactor }) => (compactor.delete_request_cancel_period = '3s'));
  await loki.until('done with the request', async () => {
    const requests = JSON.parse(await loki.get('/loki/api/v1/delete')) as { status: string }[];
    return requests.length > 0 && requests.every(({ status }) => status === 'processed');
  });
  await loki.until('rid of the old chunks', async () => {
    const now = await keys();
    return before.every((key) => !now.includes(key));
  });
  await loki.stop();
  loki.forget();
  // What Loki no longer hides would show, if it were still there.
  await loki.start(({ limits_config: limits }) => (limits.deletion_mode = 'disabled'));
  claim('lines of an erased tenant are gone from S3', (await find()).length === 0);
  claim('lines of another tenant are all there', (await loki.lines(ofTenant(kept))).length === linesOfEach);
  claim(
    'lines of no tenant are all there',
    (await loki.lines('{namespace="app"} |= "nobody"')).length === linesOfEach,
  );
}

async function restart(loki: LokiOnS3, change?: (configuration: Json) => void): Promise<void> {
  await loki.stop();
  await loki.start(change);
}
