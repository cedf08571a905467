import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check';
import { attempt } from '../servers/command';
import { pgbouncerProgram } from '../servers/pgbouncer/pgbouncer-server';
import { ensureInstalled } from '../servers/tools/debian-tool';
import { temporalCommandLine, temporalPrograms } from '../servers/temporal/temporal-server';
import { valkeyProgram } from '../servers/valkey/valkey-server';
import { motoProgram } from '../servers/moto/moto-server';
import { temporaryFolder } from './temporary-folder';

const root = join(__dirname, '..');

/** Before the tests, whose patience ends after a minute, and not in two of them at one time. */
async function installServers(): Promise<void> {
  await pgbouncerProgram('trixie');
  await pgbouncerProgram('bookworm');
  await valkeyProgram();
  await motoProgram();
  await temporalPrograms();
  await temporalCommandLine();
  // psql loads what an export wrote.
  await ensureInstalled(['postgresql-client']);
}

/** Tests against real servers, such as the rotation of a login of a PostgreSQL server. */
export const servers: Check = {
  name: 'servers: tests against real ones',
  async run() {
    await installServers();
    // Servers' libraries write to standard output, too.
    const report = join(temporaryFolder('server-tests'), 'report.json');
    const { stderr } = await attempt(
      process.execPath,
      [
        join(root, 'node_modules/jest/bin/jest.js'),
        '--config',
        join(root, 'jest.servers.config.js'),
        '--json',
        `--outputFile=${report}`,
      ],
      { cwd: root },
    );
    if (!existsSync(report)) throw new Error(`jest did not answer: ${stderr.slice(-2000)}`);
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const failures = testResults.flatMap(({ name, message, status }: Record<string, string>) =>
      status === 'failed' ? [`${name}: ${message}`] : [],
    );
    return { passed: numPassedTests, failures };
  },
};
