import { join } from 'node:path';
import type { Check } from './check';
import { attempt } from '../servers/command';

const root = join(__dirname, '..');

/** Tests against real servers, such as the rotation of a login of a PostgreSQL server. */
export const servers: Check = {
  name: 'servers: tests against real ones',
  async run() {
    const { stdout, stderr } = await attempt(
      process.execPath,
      [
        join(root, 'node_modules/jest/bin/jest.js'),
        '--config',
        join(root, 'jest.servers.config.js'),
        '--json',
      ],
      { cwd: root },
    );
    if (!stdout.trim().startsWith('{')) throw new Error(`jest did not answer: ${stderr.slice(-2000)}`);
    const { numPassedTests, testResults } = JSON.parse(stdout);
    const failures = testResults.flatMap(({ name, message, status }: Record<string, string>) =>
      status === 'failed' ? [`${name}: ${message}`] : [],
    );
    return { passed: numPassedTests, failures };
  },
};
