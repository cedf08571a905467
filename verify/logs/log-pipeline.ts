import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { agentConfiguration } from '../../charts/logs/agent-configuration';
import type { StoredLine } from './loki-on-s3';

/** A line as the agent finds it. */
export interface WrittenLine {
  readonly app: string;
  readonly line: string;
}

/** What the agent makes of lines, by the program `log-pipeline`; null: it drops the line. @throws Error for a bad file. */
export function throughTheAgent(
  program: string,
  lines: readonly WrittenLine[],
  configuration = agentConfiguration(),
): (StoredLine | null)[] {
  const folder = mkdtempSync(join(tmpdir(), 'agent-'));
  const file = join(folder, 'config.alloy');
  writeFileSync(file, configuration);
  const input = lines.map(({ app, line }) =>
    JSON.stringify({
      // With what the agent's source adds by itself.
      labels: {
        namespace: 'app',
        app,
        container: app,
        pod: `${app}-0`,
        instance: `app/${app}-0`,
        job: 'pods',
      },
      line,
    }),
  );
  try {
    const output = execFileSync(program, [file], {
      input: input.join('\n'),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as StoredLine | null);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
