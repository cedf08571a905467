import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TypeScriptProcess } from '../support/child-process';
import { DataPlatform } from './data-platform';

const longestLifeMs = 400;

describe('export, erase and restore in a process that is killed again and again', () => {
  let data: DataPlatform;

  beforeAll(async () => {
    data = await DataPlatform.start(['acme', 'globex']);
    await data.as(
      'acme',
      `INSERT INTO sightings SELECT string_agg(md5(i || ',' || j), ''), i
       FROM generate_series(1, 4000) AS i, generate_series(1, 32) AS j GROUP BY i; SELECT 1`,
    );
  }, 120_000);
  afterAll(() => data?.stop());

  /** Answers how often the runner was killed before the operation was done. */
  async function killedUntilDone(kind: string, input: object): Promise<{ kills: number; result: unknown }> {
    const tenantId = data.platform.tenant('acme').id;
    const { id } = await data.life.requests.request({ kind, tenantId, input, requestedBy: 'test' });
    for (let kills = 0; ; kills += 1) {
      const process = new TypeScriptProcess(join(__dirname, 'data-process.ts'), {
        DATABASE_URL: data.platform.migratorUrl,
        FOLDER: data.folder,
      });
      await process.saying('running');
      const deadline = Date.now() + Math.random() * longestLifeMs * (1 + kills);
      for (;;) {
        const operation = await data.life.requests.byId(id);
        if (operation?.state === 'done' || operation?.state === 'failed') {
          await process.kill();
          expect(operation).toMatchObject({ state: 'done', error: null });
          return { kills, result: operation.result };
        }
        if (Date.now() > deadline) break;
        await sleep(20);
      }
      await process.kill();
      // Its lease has to run out.
      await sleep(1_000);
    }
  }

  it('lose nothing and leave nothing behind', async () => {
    const before = await data.digests('acme');
    const others = await data.digests('globex');
    const exported = await killedUntilDone('export', {});
    const { prefix, sha256 } = exported.result as { prefix: string; sha256: string };
    const erased = await killedUntilDone('erase', { now: { reason: 'a test' } });
    expect(await data.sql(`SELECT FROM pg_roles WHERE rolname = 'tenant_acme'`)).toEqual([]);
    const restored = await killedUntilDone('restore', { source: { prefix, sha256 } });
    expect(await data.digests('acme')).toEqual(before);
    expect(await data.digests('globex')).toEqual(others);
    expect(exported.kills + erased.kills + restored.kills).toBeGreaterThan(1);
    expect(await data.sql(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\\_acme%'`)).toEqual([
      { nspname: 'tenant_acme' },
    ]);
  }, 300_000);
});
