import { createHash } from 'node:crypto';
import type { DashboardName } from '../../config/dashboards';

/** The panel's number on its dashboard: the same as long as dashboard, row and title are, so that links to it last. */
export function panelId(dashboard: DashboardName, row: string, title: string): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([dashboard, row, title]))
    .digest();
  // Grafana keeps it as a positive 32-bit number.
  return digest.readUInt32BE() >>> 1;
}
