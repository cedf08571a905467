import type { Check } from '../check';
import { askPanels, unanswered } from './ask-panels';

/** On a real Prometheus, small, so that it takes seconds; how fast queries are is measured by the benchmark. */
export const dashboardsCheck: Check = {
  name: 'dashboards: every query has an answer on series of the catalogue',
  run: async () => {
    const asked = await askPanels({
      size: { tenants: 3, nodes: 3, pods: 2 },
      hours: 3,
      everySeconds: 60,
    });
    const failures = unanswered(asked);
    return {
      passed: asked.answers.length - failures.length,
      failures,
      notes: [
        `all of ${asked.series} series are synthetic, made from config/metrics; panels of logs are not asked`,
      ],
    };
  },
};
