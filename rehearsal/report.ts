/** What one part of a rehearsal came to. */
export interface ReportRow {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The pass line and the figure, for people. */
  readonly figure: string;
  /** For programs; names carry their unit. */
  readonly figures: Readonly<Record<string, number>>;
  /** One sentence for each thing that was not as it should be. */
  readonly faults: readonly string[];
  /** What a reader should know of a row that passed, such as what was not tried. */
  readonly notes?: readonly string[];
}

export interface RehearsalReport {
  readonly kubernetesVersion: string;
  readonly nodes: string;
  readonly rows: readonly ReportRow[];
  readonly seconds: number;
}

const words = { passed: 'pass', failed: 'FAIL', skipped: 'skip' } as const;

/** One line a row, what was found under it, and the counts in the last line. */
export function reportText({ kubernetesVersion, nodes, rows, seconds }: RehearsalReport): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const count = (outcome: ReportRow['outcome']): number =>
    rows.filter((row) => row.outcome === outcome).length;
  return [
    `Kubernetes ${kubernetesVersion}, ${nodes} nodes, ${seconds.toFixed(0)} s`,
    ...rows.flatMap(({ name, outcome, figure, faults, notes = [] }) => [
      `${words[outcome]}  ${name.padEnd(width)}  ${figure}`,
      ...faults.map((fault) => `      ${fault}`),
      ...notes.map((note) => `      note: ${note}`),
    ]),
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
  ].join('\n');
}
