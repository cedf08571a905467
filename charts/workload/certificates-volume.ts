import { databaseCertificates } from '../../config/contract';
import type { ReadOnlyVolume } from './container';

/** The authorities that vouch for the region's databases; their ConfigMap is in every namespace that talks to one. */
export const certificatesVolume: ReadOnlyVolume = {
  folder: databaseCertificates.folder,
  volume: { name: 'database-certificates', configMap: { name: databaseCertificates.configMapName } },
};
