import { join } from 'node:path';
import { run } from '../../servers/command';
import { pgbouncerProgram } from '../../servers/pgbouncer/pgbouncer-server';
import { temporalCommandLine, temporalPrograms } from '../../servers/temporal/temporal-server';
import { debianPackage } from '../../servers/tools/debian-tool';
import type { ImageRecipe } from './image-recipe';
import type { StoredImageName } from './references';

const nonRoot = (id: number): { readonly user: string; readonly workingFolder: string } => ({
  user: `${id}:${id}`,
  workingFolder: '/',
});

/** An exporter of Prometheus's project, in Debian's version, which is some months older. */
const exporter = (watches: string, target: string): ImageRecipe => ({
  programs: {
    [target]: async () => {
      const name = `prometheus-${watches}-exporter`;
      return join(await debianPackage(name, 'trixie'), 'usr/bin', name);
    },
  },
  settings: { entryPoint: [target], ...nonRoot(monitoringUser) },
});

const timeZones = '/zoneinfo.zip';

/** Of the official images' entry points: what a pod says comes after it, and counts. */
const kedaLog = ['--zap-log-level=info', '--zap-encoder=console'];

/** `nobody`. */
const monitoringUser = 65_534;

/**
 * The images of other projects that can be had here: the same software, where possible of the same version, at the paths
 * at which the charts expect it, run by the user of the official image. An image that is not in this table is left out.
 */
export const thirdPartyRecipes: Readonly<Partial<Record<StoredImageName, ImageRecipe>>> = {
  pause: {
    programs: { '/pause': (find) => find('pause') },
    settings: { entryPoint: ['/pause'], ...nonRoot(65_535) },
  },
  // Debian's 1.24 stands in for 1.25. The chart's start script is a shell's.
  pgbouncer: {
    programs: {
      '/usr/bin/pgbouncer': () => pgbouncerProgram('trixie'),
      // Debian's BusyBox has none.
      '/usr/bin/cksum': async () => '/usr/bin/cksum',
    },
    shell: ['sh', 'cat', 'mv', 'sleep'],
    settings: { entryPoint: ['pgbouncer'], ...nonRoot(998) },
  },
  temporalServer: {
    programs: { '/usr/bin/temporal-server': async () => (await temporalPrograms()).server },
    settings: { entryPoint: [], ...nonRoot(1000) },
  },
  // Its command line is older than the official image's.
  temporalAdminTools: {
    programs: {
      '/usr/bin/temporal-sql-tool': async () => (await temporalPrograms()).tool,
      '/usr/bin/temporal': temporalCommandLine,
    },
    shell: ['sh', 'sleep'],
    settings: { entryPoint: [], ...nonRoot(1000) },
  },
  traefik: {
    programs: { '/usr/local/bin/traefik': (find) => find('traefik') },
    settings: { entryPoint: ['traefik'], ...nonRoot(65_532) },
  },
  kedaOperator: {
    programs: { '/keda': (find) => find('keda-operator') },
    settings: { entryPoint: ['/keda', ...kedaLog], ...nonRoot(65_532) },
  },
  kedaMetrics: {
    programs: { '/keda-adapter': (find) => find('keda-adapter') },
    settings: { entryPoint: ['/keda-adapter', '--secure-port=6443', ...kedaLog], ...nonRoot(65_532) },
  },
  prometheus: {
    programs: {
      '/bin/prometheus': (find) => find('prometheus'),
      '/bin/promtool': (find) => find('promtool'),
    },
    settings: { entryPoint: ['/bin/prometheus'], ...nonRoot(monitoringUser) },
  },
  alertmanager: {
    programs: {
      '/bin/alertmanager': (find) => find('alertmanager'),
      '/bin/amtool': (find) => find('amtool'),
      // The official image has Debian's; Go's own are one file.
      [timeZones]: async () => join((await run('go', ['env', 'GOROOT'])).trim(), 'lib/time/zoneinfo.zip'),
    },
    settings: {
      entryPoint: ['/bin/alertmanager'],
      ...nonRoot(monitoringUser),
      variables: { ZONEINFO: timeZones },
    },
  },
  postgresExporter: exporter('postgres', '/bin/postgres_exporter'),
  redisExporter: exporter('redis', '/redis_exporter'),
  blackboxExporter: exporter('blackbox', '/bin/blackbox_exporter'),
  // Stands in for an add-on's program that cannot be had: see `startAddons`.
  addonMetrics: {
    programs: {
      '/usr/local/bin/node': async () => process.execPath,
      '/addon-metrics.mjs': async () => join(__dirname, 'addon-metrics/addon-metrics.mjs'),
    },
    settings: { entryPoint: ['node', '/addon-metrics.mjs'], ...nonRoot(monitoringUser) },
  },
  acmeSolver: {
    programs: { '/acmesolver': (find) => find('acmesolver') },
    settings: { entryPoint: ['/acmesolver'], ...nonRoot(65_532) },
  },
};
