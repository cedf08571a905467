import { LokiStore } from '../../../tenancy/life/erasure/loki-store';
import { RecordingLoki } from './recording-loki';

const tenant = {
  id: '6f0c1ad8-6c5e-4a4e-9f43-0d8f6ad1c001',
  slug: 'acme',
  tier: 'growth',
  region: 'us-east-1',
  temporalNamespace: null,
} as const;

describe('log lines in Loki', () => {
  let loki: RecordingLoki;

  beforeEach(async () => {
    loki = await RecordingLoki.start();
  });
  afterEach(() => loki.stop());

  const store = (changes: Partial<ConstructorParameters<typeof LokiStore>[0]> = {}): LokiStore =>
    new LokiStore({
      url: loki.url,
      query: ({ id }) => `{namespace="app"} | tenant="${id}"`,
      retentionDays: 365,
      ...changes,
    });

  it('are asked to be deleted by the tenant', async () => {
    await store().remove(tenant);
    expect(loki.requests).toMatchObject([
      {
        method: 'POST',
        path: '/loki/api/v1/delete',
        parameters: { query: `{namespace="app"} | tenant="${tenant.id}"` },
      },
    ]);
  });

  it('are asked for from before the oldest to now', async () => {
    await store().remove(tenant);
    const { start, end } = loki.requests[0]!.parameters;
    expect((Number(end) - Number(start)) / 86_400).toBe(366);
    expect(Number(end) * 1000).toBeLessThanOrEqual(Date.now());
  });

  it('are found below a path, and in an organisation', async () => {
    await store({ url: `${loki.url}/logs/`, organisation: 'platform' }).remove(tenant);
    expect(loki.requests).toMatchObject([{ path: '/logs/loki/api/v1/delete', organisation: 'platform' }]);
  });

  it('cannot be counted', async () => {
    expect(await store().count()).toBeNull();
  });

  it('are said to be hidden first and removed later', async () => {
    expect(await store().remove(tenant)).toContain('after its cancellation period');
  });

  it('are not taken for deleted when Loki refuses', async () => {
    loki.answer = { status: 400, body: 'deletion is not available for this tenant\n' };
    await expect(store().remove(tenant)).rejects.toThrow(
      'Loki refuses to delete log lines (400: deletion is not available for this tenant)',
    );
  });

  it('are not taken for deleted when Loki does not answer', async () => {
    loki.answer = 'silence';
    await expect(store({ timeoutSeconds: 0.05 }).remove(tenant)).rejects.toThrow('timeout');
  });
});
