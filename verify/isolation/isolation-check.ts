import type { Check } from '../check';
import { testIsolation } from './test-isolation';

const attacks = 5000;
const tenants = 200;
const seed = 20261124;

/** Attacks on the isolation of tenants, of which `npm run test:isolation` makes as many as one likes. */
export const isolationCheck: Check = {
  name: 'isolation: attacks through real servers',
  async run() {
    const report = await testIsolation({
      attacks,
      tenants,
      seed,
      onProgress: (what) => process.stdout.write(`  ${what}\n`),
    });
    const missed = report.planted.filter(({ caught }) => !caught);
    return {
      passed: Object.keys(report.byKind).length + report.planted.length - missed.length,
      failures: [
        ...report.firstLeaks,
        ...missed.map(({ fault }) => `the attacks do not find the planted fault: ${fault}`),
      ],
      notes: [`${report.attacks} attacks, of which ${report.sawOwn} saw their own data`],
    };
  },
};
