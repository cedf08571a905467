import { production } from '../../config/environments/production';
import { stopAll } from '../../servers/command';
import { PrometheusServer } from '../../servers/prometheus/prometheus-server';
import { findProgram } from '../programs/find-program';
import { kubernetesRelease } from '../programs/kubernetes-release';
import { LocalApplication } from './local-application';
import { startLocalServers } from './local-servers';
import { Stops } from './stops';

const progress = (what: string): void => void process.stderr.write(`${what}\n`);

/** `npm run local`: what app/compose.yaml runs, without Docker and without Grafana, until Ctrl-C. */
async function local(stops: Stops): Promise<void> {
  const servers = await startLocalServers(stops, progress);
  const application = new LocalApplication(servers, stops);
  stops.add('logs', async () => progress(`logs are in ${application.logFolder}`));
  for (const step of ['migrate', 'demo'] as const) {
    progress(`running ${step}`);
    await application.run(step);
  }
  const ports: Record<string, number> = {};
  for (const component of ['api', 'realtime', 'worker', 'lifecycle'] as const) {
    progress(`starting ${component}`);
    ports[component] = await application.serve(component);
  }
  const program = await findProgram(
    'prometheus',
    kubernetesRelease(production.cluster.kubernetesVersion),
    progress,
  );
  progress('starting Prometheus');
  const prometheus = await PrometheusServer.start(
    program,
    Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `127.0.0.1:${port}`])),
  );
  stops.add('Prometheus', () => prometheus.stop());
  const token = await servers.signIn.token({ tenant: 'acme' });
  process.stdout.write(
    [
      `API            http://127.0.0.1:${ports.api}  (description: /openapi.json)`,
      `sockets        http://127.0.0.1:${ports.realtime}`,
      `Prometheus     http://127.0.0.1:${prometheus.port}`,
      `Temporal       ${servers.temporal.address} (gRPC)`,
      `PostgreSQL     port ${servers.postgres.port}, PgBouncer port ${servers.pgbouncer.port}, Valkey port ${servers.valkey.port}`,
      `logs           ${application.logFolder}`,
      '',
      'As a person of the tenant acme:',
      `  curl -H "Authorization: Bearer ${token}" http://127.0.0.1:${ports.api}/v1/agents`,
      '',
      'Ctrl-C stops everything.',
      '',
    ].join('\n'),
  );
}

const stops = new Stops();
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});

Promise.race([local(stops).then(() => interrupted), interrupted])
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  })
  .finally(async () => {
    progress('stopping');
    await stops.stop();
    stopAll();
    process.exit();
  });
