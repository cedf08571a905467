import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { TenantDatabase } from '../../../../tenancy/database/tenant-database';
import type { AnyOperationKind, OperationKind, OperationStep } from '../../../../tenancy/life/operation';
import { OperationLease } from '../../../../tenancy/life/operation-lease';
import { OperationRequests } from '../../../../tenancy/life/operation-requests';
import { runOperation } from '../../../../tenancy/life/operation-run';
import { OperationRunner } from '../../../../tenancy/life/operation-runner';
import { TenantPlatform } from '../support/tenant-platform';

type State = Record<string, unknown>;
type Run = OperationStep<object, State>['run'];

/** A kind whose steps are named a, b, c … */
const kindOf = (name: string, ...runs: readonly Run[]): OperationKind<object, State> => ({
  kind: name,
  input: z.looseObject({}),
  steps: runs.map((run, index) => ({ name: 'abcdef'[index]!, run })),
});
const nothing: Run = async () => undefined;
const { signal } = new AbortController();

describe('operations', () => {
  let platform: TenantPlatform;
  let application: TenantDatabase;
  let requests: OperationRequests;

  beforeAll(async () => {
    platform = await TenantPlatform.start();
    application = new TenantDatabase({ primaryUrl: platform.applicationUrl });
    requests = new OperationRequests(application.platform);
  });
  beforeEach(() => platform.database.query({ text: 'DELETE FROM public.tenant_operations' }));
  afterAll(async () => {
    await application?.close();
    await platform?.stop();
  });

  const ask = (kind: AnyOperationKind, tenantId: string = randomUUID()) =>
    requests.request({ kind: kind.kind, tenantId, input: {}, requestedBy: 'test' });
  const runnerOf = (...kinds: readonly AnyOperationKind[]) =>
    new OperationRunner({ database: platform.database, kinds });
  const claim = (kind: AnyOperationKind, leaseSeconds?: number) =>
    OperationLease.claim(platform.database, { kinds: [kind.kind], leaseSeconds });

  it("can be asked for with the application's login", async () => {
    const { id } = await ask(kindOf('sweep', nothing));
    expect(await requests.byId(id)).toMatchObject({ kind: 'sweep', state: 'requested', requestedBy: 'test' });
  });

  it('are unknown by an id that is none', async () => {
    expect(await requests.byId('latest')).toBeNull();
  });

  it('hand what each step answers to the next', async () => {
    const kind = kindOf(
      'sum',
      async () => ({ first: 1 }),
      async ({ state }) => ({ second: Number(state.first) + 1 }),
    );
    const { id } = await ask(kind);
    await runnerOf(kind).runNext(signal);
    expect(await requests.byId(id)).toMatchObject({ state: 'done', result: { first: 1, second: 2 } });
  });

  it('fail with the reason, and stay at the last finished step', async () => {
    const kind = kindOf('break', nothing, () => Promise.reject(new Error('no space')));
    const { id } = await ask(kind);
    expect(await runnerOf(kind).runNext(signal)).toMatchObject({ outcome: 'failed' });
    expect(await requests.byId(id)).toMatchObject({ state: 'failed', step: 'a', error: 'no space' });
  });

  it('wait and go on when what went wrong passes', async () => {
    const kind = kindOf('retry', () => Promise.reject(Object.assign(new Error('away'), { code: '57P03' })));
    const { id } = await ask(kind);
    expect(await runnerOf(kind).runNext(signal)).toMatchObject({ outcome: 'postponed' });
    expect(await requests.byId(id)).toMatchObject({ state: 'requested', error: 'away', attempts: 1 });
    expect(await runnerOf(kind).runNext(signal)).toBeNull();
  });

  it('fail when what should pass does not', async () => {
    const kind = kindOf('retry', () => Promise.reject(Object.assign(new Error('away'), { code: '57P03' })));
    const { id } = await ask(kind);
    await platform.database.query({ text: 'UPDATE public.tenant_operations SET attempts = 9' });
    await runnerOf(kind).runNext(signal);
    expect(await requests.byId(id)).toMatchObject({ state: 'failed', attempts: 10 });
  });

  it('are left alone by a runner that does not know their kind', async () => {
    await ask(kindOf('newer', nothing));
    expect(await runnerOf(kindOf('older', nothing)).runNext(signal)).toBeNull();
  });

  it('refuse to go on from a step that this version lacks', async () => {
    const kind = kindOf('renamed', nothing);
    const { id } = await ask(kind);
    await platform.database.query({ text: `UPDATE public.tenant_operations SET step = 'gone'` });
    await runnerOf(kind).runNext(signal);
    expect((await requests.byId(id))?.error).toContain('begun by a version with a step "gone"');
  });

  describe('of one tenant', () => {
    const tenantId = randomUUID();
    const kind = kindOf('touch', nothing);

    it('run one at a time', async () => {
      await ask(kind, tenantId);
      await ask(kind, tenantId);
      expect([await claim(kind), await claim(kind)]).toEqual([expect.any(OperationLease), null]);
    });

    it('run in the order in which they were asked for', async () => {
      const asked = [await ask(kind, tenantId), await ask(kind, tenantId), await ask(kind, tenantId)];
      const runner = runnerOf(kind);
      const ran = [await runner.runNext(signal), await runner.runNext(signal), await runner.runNext(signal)];
      expect(ran.map((one) => one?.operation.id)).toEqual(asked.map(({ id }) => id));
    });

    it('hold up no other tenant', async () => {
      await ask(kind, tenantId);
      await claim(kind);
      await ask(kind, tenantId);
      const other = await ask(kind);
      expect(await runnerOf(kind).runNext(signal)).toMatchObject({ operation: { id: other.id } });
    });

    it('are each taken by one of many runners', async () => {
      const asked = await Promise.all(Array.from({ length: 20 }, () => ask(kind)));
      const taken = await Promise.all(Array.from({ length: 60 }, () => claim(kind)));
      const ids = taken.flatMap((lease) => (lease ? [lease.operation.id] : []));
      expect([...ids].sort()).toEqual(asked.map(({ id }) => id).sort());
    });
  });

  describe('whose runner gives no sign of life', () => {
    const kind = kindOf('slow', nothing, nothing);

    it('are taken over', async () => {
      const { id } = await ask(kind);
      await claim(kind, 0);
      expect(await runnerOf(kind).runNext(signal)).toMatchObject({
        outcome: 'done',
        operation: { id, attempts: 2 },
      });
    });

    it('are not taken over before their lease has run out', async () => {
      await ask(kind);
      await claim(kind, 60);
      expect(await runnerOf(kind).runNext(signal)).toBeNull();
    });

    it('are out of the reach of that runner: it writes nothing more', async () => {
      await ask(kind);
      const dead = await claim(kind, 0);
      await claim(kind, 60);
      await expect(runOperation(kind, dead!, platform.database, signal)).rejects.toThrow('has taken over');
    });

    it('keep their lease while the runner lives', async () => {
      let finish = (): void => undefined;
      const waiting = kindOf('wait', () => new Promise((resolve) => (finish = () => resolve(undefined))));
      await ask(waiting);
      const runner = new OperationRunner({
        database: platform.database,
        kinds: [waiting],
        leaseSeconds: 2,
      });
      const running = runner.runNext(signal);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const thief = await claim(waiting);
      finish();
      expect([thief, (await running)?.outcome]).toEqual([null, 'done']);
    });
  });
});
