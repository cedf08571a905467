import type { Stage } from '../scenario';

/** What the secrets-store driver does at its next look: the cluster's Secrets hold what Secrets Manager holds now. */
export async function followSecrets({ cluster: { api, adapt }, rendered }: Stage): Promise<void> {
  const objects = rendered.charts.flatMap((chart) => adapt?.(chart.objects).objects ?? []);
  for (const secret of objects.filter(({ kind }) => kind === 'Secret')) await api.put(secret);
}
