import { reportText, type ReportRow } from '../../rehearsal/report';

const row = (name: string, outcome: ReportRow['outcome'], more: Partial<ReportRow> = {}): ReportRow => ({
  name,
  outcome,
  figure: `figure of ${name}`,
  figures: {},
  faults: [],
  ...more,
});
const report = {
  kubernetesVersion: '1.36.3',
  nodes: 'fake',
  seconds: 12.4,
  rows: [
    row('acceptance', 'passed', { notes: ['9 objects not tried'] }),
    row('roll-out', 'failed', { faults: ['Deployment app/api is not healthy'] }),
    row('packets', 'skipped'),
  ],
};

test('a report shows each figure, what was found under it, and counts in its last line', () => {
  expect(reportText(report)).toBe(
    [
      'Kubernetes 1.36.3, fake nodes, 12 s',
      'pass  acceptance  figure of acceptance',
      '      note: 9 objects not tried',
      'FAIL  roll-out    figure of roll-out',
      '      Deployment app/api is not healthy',
      'skip  packets     figure of packets',
      '1 passed, 1 failed, 1 skipped',
    ].join('\n'),
  );
});
