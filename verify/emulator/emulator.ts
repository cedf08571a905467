import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, CheckResult } from '../check';
import { formatted } from '../formatted';
import { temporaryFolder } from '../temporary-folder';
import { writeEmulatedAssembly } from './emulated-assembly';
import { type Deployment, EmulatedDeploy } from './emulated-deploy';
import { emulatorReport, gapsOf } from './emulator-report';
import { type Emulator, motoVersion, startMoto } from '../../servers/moto/moto-server';

const reportPath = join(__dirname, '../../docs/emulator.md');
const expectedPath = join(__dirname, 'expected-gaps.json');

/** `cdk bootstrap`, `cdk deploy` and `cdk diff` of production against an AWS emulator, as far as it goes. */
export const emulator: Check = {
  name: `emulator: cdk bootstrap, deploy and diff against moto ${motoVersion}`,
  async run() {
    const moto = await startMoto();
    try {
      return await judge(await deployAll(moto, temporaryFolder('emulated')));
    } finally {
      moto.stop();
    }
  },
};

async function deployAll(moto: Emulator, folder: string): Promise<Deployment[]> {
  const stacks = writeEmulatedAssembly(folder);
  const cli = new EmulatedDeploy(moto, folder, stacks);
  for (const region of new Set(stacks.map((stack) => stack.region))) {
    process.stdout.write(`  bootstrap ${region}\n`);
    await cli.bootstrap(region);
  }
  const deployments: Deployment[] = [];
  for (const stack of stacks) {
    const deployment = await cli.deploy(stack);
    process.stdout.write(`  ${deployment.stack}: ${deployment.made} of ${deployment.resources} resources\n`);
    deployments.push(deployment);
  }
  return deployments;
}

/** Gaps that are written down pass. `UPDATE_EMULATOR_GAPS=1` writes down those of this run. */
async function judge(deployments: readonly Deployment[]): Promise<CheckResult> {
  const gaps = gapsOf(deployments);
  const report = await formatted(reportPath, emulatorReport(deployments));
  if (process.env.UPDATE_EMULATOR_GAPS === '1') {
    writeFileSync(expectedPath, await formatted(expectedPath, JSON.stringify(gaps)));
    writeFileSync(reportPath, report);
  }
  const expected: string[] = JSON.parse(readFileSync(expectedPath, 'utf8'));
  const advice = 'UPDATE_EMULATOR_GAPS=1 npm run verify emulator writes docs/emulator.md anew';
  return {
    passed: deployments.filter(({ deployed, diffIsEmpty }) => deployed && diffIsEmpty).length,
    failures: [
      ...gaps.filter((gap) => !expected.includes(gap)).map((gap) => `new gap: ${gap}`),
      ...(readFileSync(reportPath, 'utf8') === report ? [] : [`docs/emulator.md is stale; ${advice}`]),
    ],
    notes: expected.filter((gap) => !gaps.includes(gap)).map((gap) => `a gap is gone: ${gap}; ${advice}`),
  };
}
