/** Tenants with a label of their own in one process's metrics. Prometheus keeps a time series for each. */
const ownLabelsMax = 200;

/** The label of tenants beyond these. */
export const otherTenants = 'other';

/**
 * Bounds the label `tenant`: the first 200 slugs that a process sees keep their name, all later ones are `other`, and
 * work without a tenant is `none`. Slugs come from the registry, never from the request, so nobody can fill the table
 * with names of their own.
 */
export class TenantLabels {
  private readonly known = new Set<string>();

  constructor(private readonly max = ownLabelsMax) {}

  label(slug: string | undefined): string {
    if (slug === undefined) return 'none';
    if (this.known.has(slug)) return slug;
    if (this.known.size >= this.max) return otherTenants;
    this.known.add(slug);
    return slug;
  }
}
