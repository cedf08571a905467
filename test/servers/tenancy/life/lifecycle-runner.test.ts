import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { LifecycleRunner } from '../../../../tenancy/life/lifecycle-runner';
import type { RunOutcome } from '../../../../tenancy/life/operation-runner';
import { TypeScriptProcess } from '../support/child-process';
import { TenantPlatform } from '../support/tenant-platform';
import { sampleProvisioning, sampleTenant } from './sample-provisioning';

describe('the lifecycle runner', () => {
  let platform: TenantPlatform;

  beforeAll(async () => {
    platform = await TenantPlatform.start({ life: sampleProvisioning });
  });
  afterAll(() => platform?.stop());

  const ask = (slug: string) =>
    platform.life.requests.request({ kind: 'provision', input: sampleTenant(slug), requestedBy: 'test' });
  const startProcess = (): TypeScriptProcess =>
    new TypeScriptProcess(join(__dirname, 'lifecycle-process.ts'), { DATABASE_URL: platform.migratorUrl });
  async function states(): Promise<Record<string, number>> {
    const { rows } = await platform.database.query<{ state: string; count: number }>({
      text: 'SELECT state, count(*)::int FROM public.tenant_operations GROUP BY state',
    });
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }
  async function untilAllDone(): Promise<void> {
    for (let state = await states(); state.requested || state.running; state = await states())
      await sleep(50);
  }

  it('runs what was asked for, beside another runner, each operation once', async () => {
    const outcomes: RunOutcome[] = [];
    const runners = [1, 2].map(
      () =>
        new LifecycleRunner({
          database: platform.database,
          kinds: platform.life.kinds,
          pollSeconds: 0.05,
          onOutcome: (outcome) => outcomes.push(outcome),
        }),
    );
    for (const runner of runners) runner.start();
    const asked = await Promise.all(Array.from({ length: 12 }, (_, index) => ask(`pair-${index}`)));
    await untilAllDone();
    await Promise.all(runners.map((runner) => runner.stop()));
    expect(outcomes.map(({ operation }) => operation.id).sort()).toEqual(asked.map(({ id }) => id).sort());
  });

  it('goes on after a database that was away', async () => {
    const errors: unknown[] = [];
    const runner = new LifecycleRunner({
      database: platform.database,
      kinds: platform.life.kinds,
      pollSeconds: 0.05,
      onError: (error) => errors.push(error),
    });
    runner.start();
    await platform.postgres.restart();
    const { id } = await ask('after-restart');
    await untilAllDone();
    await runner.stop();
    expect(await platform.life.requests.byId(id)).toMatchObject({ state: 'done' });
  });

  it('finishes the step under way when it is stopped, and leaves the rest', async () => {
    let began = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (began = resolve));
    const kind = {
      kind: 'long',
      input: z.looseObject({}),
      steps: [
        {
          name: 'first',
          run: async () => {
            began();
            await sleep(100);
            return { first: 'finished' };
          },
        },
        { name: 'second', run: async () => ({ second: 'finished' }) },
      ],
    };
    const runner = new LifecycleRunner({ database: platform.database, kinds: [kind], pollSeconds: 0.05 });
    const { id } = await platform.life.requests.request({ kind: 'long', input: {}, requestedBy: 'test' });
    runner.start();
    await beginning;
    await runner.stop();
    expect(await platform.life.requests.byId(id)).toMatchObject({
      state: 'requested',
      step: 'first',
      checkpoint: { first: 'finished' },
    });
    await platform.database.query({
      text: 'DELETE FROM public.tenant_operations WHERE id = $1',
      values: [id],
    });
  });

  describe('that is killed again and again', () => {
    const slugs = Array.from({ length: 40 }, (_, index) => `killed-${index}`);
    let takenOver = 0;

    beforeAll(async () => {
      for (const slug of slugs) await ask(slug);
      for (let kill = 0; kill < 5; kill += 1) {
        const runner = startProcess();
        await runner.saying('running');
        await sleep(20 + Math.random() * 60);
        await runner.kill();
      }
      const runner = startProcess();
      await untilAllDone();
      runner.terminate();
      expect((await runner.end()).output).toContain('stopped');
      const { rows } = await platform.database.query<{ count: number }>({
        text: 'SELECT count(*)::int FROM public.tenant_operations WHERE attempts > 1',
      });
      takenOver = rows[0]?.count ?? 0;
    }, 120_000);

    it('left something half done', () => {
      expect(takenOver).toBeGreaterThan(0);
    });

    it('has made every tenant in the end', async () => {
      const tenants = (await platform.life.list()).filter(({ slug }) => slugs.includes(slug));
      expect(tenants.map(({ status, schemaVersion }) => `${status} ${schemaVersion}`)).toEqual(
        slugs.map(() => 'active 2'),
      );
    });

    it('has made one first administrator for each', async () => {
      for (const slug of slugs) {
        const { rows } = await platform.database.query({
          text: `SELECT email FROM tenant_${slug.replace('-', '_')}.users`,
        });
        expect([slug, rows]).toEqual([slug, [{ email: 'ada@acme.example' }]]);
      }
    });
  });

  it('gives a request key out once, whoever asks', async () => {
    const requestKey = randomUUID();
    const request = { kind: 'provision', input: sampleTenant('once'), requestedBy: 'test', requestKey };
    const asked = await Promise.all([1, 2, 3].map(() => platform.life.requests.request(request)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  });
});
