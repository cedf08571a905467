import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allChecks } from '../../../ops/preflight/all-checks';
import { preflight } from '../../../ops/preflight/preflight';
import { healthySubject } from './healthy-subject';
import { accountFaults } from './planted/account-faults';
import { applicationFaults } from './planted/application-faults';
import { databaseFaults } from './planted/database-faults';
import { offerFaults } from './planted/offer-faults';
import type { PlantedFault } from './planted/planted-fault';
import { RecordedAws } from './recorded-aws';

const planted: readonly PlantedFault[] = [
  ...accountFaults,
  ...offerFaults,
  ...databaseFaults,
  ...applicationFaults,
];

jest.setTimeout(30_000);

let aws: RecordedAws;
beforeAll(async () => {
  aws = await RecordedAws.start();
});
afterEach(() => aws.heal());
afterAll(() => aws?.stop());

test.each(planted)('$fault: found, and nothing else', async ({ check, what, command, plant, subject }) => {
  plant?.(aws);
  const { findings, unanswered } = await preflight(healthySubject(aws.url, subject));
  expect(unanswered).toEqual([]);
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    expect(finding).toEqual({
      check,
      severity: expect.stringMatching(/^(fails|warns)$/),
      what: expect.stringMatching(what),
      why: expect.stringMatching(/\w{3}/),
      command: expect.stringMatching(command),
    });
  }
});

test('a vulnerability that is accepted to this day is no finding', async () => {
  aws.change('ecr:DescribeImageScanFindings', (answer) => {
    answer.imageScanFindings.findings.push({ name: 'CVE-2026-9999', severity: 'CRITICAL' });
  });
  const accepted = { vulnerability: 'CVE-2026-9999', reason: 'it is never called', until: '2026-11-24' };
  const { findings } = await preflight(healthySubject(aws.url, { acceptedVulnerabilities: [accepted] }));
  expect(findings).toEqual([]);
});

test('every check but the hand-over of a recovery is shown finding a fault', () => {
  const shown = new Set(planted.map(({ check }) => check));
  expect(allChecks.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual(['hand-over']);
});

test('docs/preflight.md lists the planted faults', () => {
  const page = readFileSync(join(__dirname, '../../../docs/preflight.md'), 'utf8');
  const rows = [...page.matchAll(/^\| +(\d+) +\| +(.+?) +\|/gm)].map(([, number, fault]) => [number, fault]);
  expect(rows).toEqual(planted.map(({ fault }, index) => [String(index + 1), fault]));
});
