/** Paths by which published images say how they are, by the end of their repository's name; from their documentation. */
const healthPaths: Readonly<Record<string, readonly string[]>> = {
  'temporalio/ui': ['/healthz'],
  'kedacore/keda': ['/healthz', '/readyz'],
  'kedacore/keda-metrics-apiserver': ['/healthz', '/readyz'],
  'library/traefik': ['/ping'],
  'prometheus/prometheus': ['/-/ready', '/-/healthy'],
  'prometheus/alertmanager': ['/-/ready', '/-/healthy'],
  'prometheus/blackbox-exporter': ['/-/healthy'],
  'prometheuscommunity/postgres-exporter': ['/'],
  'oliver006/redis_exporter': ['/health'],
  'grafana/loki': ['/ready', '/loki/api/v1/status/buildinfo'],
  'grafana/alloy': ['/-/ready', '/-/healthy'],
  'grafana/grafana': ['/api/health'],
};

/** What a published image answers; null: it is none of these, and so the application's. */
export function publishedPaths(image: string): ReadonlySet<string> | null {
  const repository = image.replace(/(@sha256:[0-9a-f]+|:[^:/]+)$/, '');
  const [, paths] = Object.entries(healthPaths).find(([name]) => repository.endsWith(`/${name}`)) ?? [];
  return paths ? new Set(paths) : null;
}
