import { production } from '../../config/environments/production';
import { findProgram } from '../../rehearsal/programs/find-program';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import type { Check } from '../check';
import { progress } from '../rehearsal/progress';
import { temporaryFolder } from '../temporary-folder';
import { acceptedRules, alertLives, plantedFaults } from './alert-tests';
import { pagesLead } from './page-tests';
import { acceptedRoutes, alertRoutes } from './route-tests';

/**
 * promtool, amtool and Alertmanager of the versions that run in the cluster. They accept every environment's rules and routes; each
 * alert is silent, fires with the exact text and is silent again; a fault planted in an alert is seen by its test; each
 * alert ends at the receiver of its severity, and a page leads to its panel and runbook.
 */
export const alertsCheck: Check = {
  name: 'alerts by promtool and amtool',
  async run() {
    const release = kubernetesRelease(production.cluster.kubernetesVersion);
    const promtool = {
      program: await findProgram('promtool', release, progress),
      folder: temporaryFolder('promtool'),
    };
    const amtool = {
      program: await findProgram('amtool', release, progress),
      folder: temporaryFolder('amtool'),
    };
    const alertmanager = {
      program: await findProgram('alertmanager', release, progress),
      folder: temporaryFolder('alertmanager'),
    };
    const findings = [
      await acceptedRules(promtool),
      await alertLives(promtool),
      await plantedFaults(promtool),
      await acceptedRoutes(amtool),
      await alertRoutes(amtool),
      await pagesLead(alertmanager),
    ];
    return {
      passed: findings.reduce((sum, { passed }) => sum + passed, 0),
      failures: findings.flatMap(({ failures }) => failures),
      notes: findings.map(({ what, passed }) => `${what}: ${passed}`),
    };
  },
};
