import type { Check } from './check';
import { addons } from './checks/addons';
import { bootstrap } from './checks/bootstrap';
import { cacheOffered } from './checks/cache-offered';
import { certificates } from './checks/certificates';
import { cliAndLibrary } from './checks/cli-and-library';
import { credentials } from './checks/credentials';
import { databaseBackups } from './checks/database-backups';
import { databaseMaintenance } from './checks/database-maintenance';
import { databaseOffered } from './checks/database-offered';
import { handOver } from './checks/hand-over';
import { hostedZone } from './checks/hosted-zone';
import { image, imageArchitecture } from './checks/image';
import { imageScan } from './checks/image-scan';
import { kubernetesVersion } from './checks/kubernetes-version';
import { nodeTypes } from './checks/node-types';
import { quotaChecks } from './checks/quotas';
import { regions, zones } from './checks/regions';
import { secrets } from './checks/secrets';
import { stacks } from './checks/stacks';

/** Everything that is looked at before a deploy, in the order in which it is told. */
export const allChecks: readonly Check[] = [
  cliAndLibrary,
  credentials,
  regions,
  zones,
  bootstrap,
  stacks,
  ...quotaChecks,
  kubernetesVersion,
  addons,
  nodeTypes,
  databaseOffered,
  databaseMaintenance,
  databaseBackups,
  cacheOffered,
  handOver,
  secrets,
  image,
  imageArchitecture,
  imageScan,
  hostedZone,
  certificates,
];
