import { thirdPartyImages } from '../../config/images';
import { findPrograms, isBuilt } from '../../rehearsal/programs/find-program';
import { kubernetesRelease } from '../../rehearsal/programs/kubernetes-release';
import { production } from '../../config/environments/production';
import type { Check } from '../check';
import { progress } from '../rehearsal/progress';
import { accessLog } from './access-log';
import { agentLines } from './agent-lines';
import { storedLogs } from './stored-logs';

const programs = ['loki', 'log-pipeline'] as const;

/** Lines through the agent's rendered configuration into a real Loki with the rendered one, and out of it again. */
export const logsCheck: Check = {
  name: `logs: the agent's lines, and Loki ${thirdPartyImages.loki.tag} on S3`,
  async run({ isAskedFor }) {
    const release = kubernetesRelease(production.cluster.kubernetesVersion);
    const absent = programs.filter((name) => !isBuilt(name, release));
    if (absent.length > 0 && !isAskedFor) {
      return {
        passed: 0,
        failures: [],
        skipped: [`${absent.join(' and ')}: not built yet, which takes 8 minutes: npm run verify logs`],
      };
    }
    const paths = await findPrograms([...programs, 'traefik'], release, progress);
    let passed = 0;
    const failures: string[] = [];
    const claim = (what: string, holds: boolean): void => {
      progress(`${holds ? 'ok' : 'not so'}: ${what}`);
      if (holds) passed += 1;
      else failures.push(`it does not hold that ${what}`);
    };
    agentLines(paths['log-pipeline'], claim);
    await accessLog(paths.traefik, claim);
    await storedLogs(paths, claim);
    return { passed, failures };
  },
};
