import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { configurationFiles } from '../../charts/ingress/traefik-configuration';
import { production } from '../../config/environments/production';
import { accessLogFields, accessLogHeaders } from '../../config/logs';
import { freePort } from '../../servers/free-port';
import { ServerProcess } from '../../servers/server-process';
import type { Json } from '../../test/laws/tree';
import type { Claim } from './stored-logs';

const secret = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LW9mLWEtY2xpZW50.c2lnbmF0dXJl';

/** The rendered access log of a real Traefik after a client has shown a secret wherever it can. */
export async function accessLog(traefik: string, claim: Claim): Promise<void> {
  const rendered = parse(configurationFiles(production)['traefik.yaml'] ?? '').accessLog;
  const lines = await linesOf(traefik, rendered);
  claim('the access log holds no secret', lines.length > 0 && lines.every((line) => !line.includes(secret)));
  const allowed = new Set([
    'level',
    'msg',
    'time',
    ...accessLogFields,
    ...accessLogHeaders.flatMap((name) =>
      ['request', 'origin', 'downstream'].map((side) => `${side}_${name}`),
    ),
  ]);
  const others = lines
    .flatMap((line) => Object.keys(JSON.parse(line) as object))
    .filter((name) => !allowed.has(name));
  claim(`the access log holds the named fields alone, not ${others.join(', ')}`, others.length === 0);
  claim(
    'the access log names the path',
    lines.some((line) => line.includes('"RequestPath":"/v1/agents"')),
  );
  const talkative = { ...rendered, fields: { defaultMode: 'keep', headers: { defaultMode: 'keep' } } };
  const leaking = await linesOf(traefik, talkative);
  claim(
    'a talkative access log is seen',
    leaking.some((line) => line.includes(secret)),
  );
}

/** Lines of requests to a Traefik that sends them nowhere. */
async function linesOf(traefik: string, accessLog: Json): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'access-log-'));
  const port = await freePort();
  const files = { fixed: join(folder, 'traefik.yaml'), dynamic: join(folder, 'dynamic.yaml') };
  writeFileSync(
    files.dynamic,
    stringify({
      http: {
        routers: { all: { rule: 'PathPrefix(`/`)', service: 'nowhere' } },
        services: { nowhere: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:1' }] } } },
      },
    }),
  );
  writeFileSync(
    files.fixed,
    stringify({
      global: { checkNewVersion: false, sendAnonymousUsage: false },
      log: { level: 'ERROR' },
      accessLog,
      entryPoints: { web: { address: `127.0.0.1:${port}` } },
      providers: { file: { filename: files.dynamic } },
    }),
  );
  const server = new ServerProcess({
    program: traefik,
    arguments: [`--configFile=${files.fixed}`],
    folder,
    logFile: join(folder, 'log'),
    port,
    readySeconds: 60,
  });
  await server.start();
  try {
    const url = `http://127.0.0.1:${port}/v1/agents?access_token=${secret}&key=${secret}`;
    const headers = {
      Authorization: `Bearer ${secret}`,
      Cookie: `session=${secret}`,
      'X-Api-Key': secret,
      Referer: `https://app.example.com/?t=${secret}`,
    };
    // 404 until it has read its routes.
    for (let tries = 0; tries < 50 && (await fetch(url, { headers })).status === 404; tries += 1)
      await sleep(200);
    const found = (): string[] =>
      server
        .log()
        .split('\n')
        .filter((line) => line.includes('DownstreamStatus'));
    for (let tries = 0; tries < 50 && found().length === 0; tries += 1) await sleep(100);
    return found();
  } finally {
    await server.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
