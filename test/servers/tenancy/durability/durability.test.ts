import { DurabilityPlatform } from '../../../../verify/durability/durability-platform';
import { faults, runScenario } from '../../../../verify/durability/scenarios';

/** `node -r ts-node/register verify/durability/durability.ts --tasks 1000` is the same with more. */
const tasks = 120;
let platform: DurabilityPlatform;

beforeAll(async () => {
  platform = await DurabilityPlatform.start();
}, 60_000);
afterAll(() => platform.stop());

const planted = faults.filter((fault) => fault.startsWith('planted'));

test.each(faults.filter((fault) => !planted.includes(fault)))(
  '%s: no acknowledged task is lost or done twice',
  async (fault) => {
    await expect(runScenario(platform, fault, tasks)).resolves.toMatchObject({
      acknowledged: tasks,
      completed: tasks,
      lost: 0,
      doubled: 0,
    });
  },
  120_000,
);

test.each(planted)(
  '%s: is seen',
  async (fault) => {
    const { lost, doubled } = await runScenario(platform, fault, tasks);
    expect(lost + doubled).toBeGreaterThan(0);
  },
  120_000,
);
