import type { AwsRule } from '../rule';
import { audit } from './audit';
import { backups } from './backups';
import { cache } from './cache';
import { capacity } from './capacity';
import { cluster } from './cluster';
import { database } from './database';
import { encryption } from './encryption';
import { iam, waysIn } from './iam';
import { lifeCycles } from './life-cycles';
import { network } from './network';
import { protection } from './protection';
import { publicAccess } from './public-access';
import { removal } from './removal';
import { replacement } from './replacement';
import { groupMemberships, securityGroups } from './security-groups';

/** By what they protect: data, then secrets and ways in, then customers' time, then room. */
export const awsRules: readonly AwsRule[] = [
  replacement,
  removal,
  protection,
  backups,
  lifeCycles,
  securityGroups,
  groupMemberships,
  iam,
  waysIn,
  publicAccess,
  encryption,
  audit,
  database,
  cache,
  cluster,
  network,
  capacity,
];
