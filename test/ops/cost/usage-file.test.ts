import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../config/errors';
import { assumedUsage } from '../../../ops/cost/usage/assumed-usage';
import { readUsageFile } from '../../../ops/cost/usage/read-usage-file';

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'usage-')), 'usage.json');
  writeFileSync(path, text);
  return path;
}
const read = (text: string) => readUsageFile(file(text), assumedUsage);

function faultsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ field }) => field);
    throw error;
  }
  return [];
}

test('a file replaces what it names, and nothing else', () => {
  expect(read('{"customers": 7, "perCustomer": {"tasks": 9}}')).toEqual({
    ...assumedUsage,
    customers: 7,
    perCustomer: { ...assumedUsage.perCustomer, tasks: 9 },
  });
});

test('all faults of a file are told at once', () => {
  expect(
    faultsOf(() =>
      read(
        '{"customers": 0, "perCustomer": {"tasks": -1, "task": 5}, "volumes": {"natGib": {"base": "30"}}}',
      ),
    ).sort(),
  ).toEqual(['customers', 'perCustomer.task', 'perCustomer.tasks', 'volumes.natGib.base']);
});

test.each(['', '{', '[1', 'customers: 5'])('%p is no JSON', (text) => {
  expect(faultsOf(() => read(text))).toEqual(['the file']);
});

test.each(['[]', 'null', '7'])('%p is no usage', (text) => {
  expect(faultsOf(() => read(text))).not.toEqual([]);
});

test('a file that is not there is told by its name', () => {
  expect(faultsOf(() => readUsageFile('/no/such/file', assumedUsage))).toEqual(['/no/such/file']);
});

const header = {
  format: 'tenant-usage',
  version: 1,
  from: '2026-11-01T00:00:00Z',
  to: '2026-11-01T10:00:00Z',
};
const used = (metric: string, quantity: number, tenantId = 'a', usd: unknown = null) => ({
  tenantId,
  hour: '2026-11-01T01:00:00.000Z',
  metric,
  provider: '',
  model: '',
  quantity,
  lateQuantity: 0,
  usd,
});
const lines = (...rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

test('metered usage becomes a month of the mean customer', () => {
  const { customers, perCustomer } = read(
    lines(
      header,
      used('requests', 100),
      used('requests', 300, 'b'),
      used('tasks', 4),
      used('storage_gib_hours', 40),
      used('egress_bytes', 2 * 1024 ** 3),
      used('provider_input_tokens', 5000, 'a', 2),
    ),
  );
  expect([customers, perCustomer]).toEqual([
    2,
    {
      ...assumedUsage.perCustomer,
      requests: 200 * 73,
      tasks: 2 * 73,
      storageGib: 2,
      egressGib: 73,
      providerUsd: 73,
    },
  ]);
});

test('what metering does not know stays assumed', () => {
  expect(read(lines(header, used('requests', 1))).volumes).toEqual(assumedUsage.volumes);
});

test('every faulty line of metered usage is told', () => {
  const text = `${lines(header, used('request', 1), used('tasks', -1))}\nnot JSON\n${lines(used('provider_input_tokens', 1, 'a', 'unpriced'))}`;
  expect(faultsOf(() => read(text))).toEqual(['line 2: metric', 'line 3: quantity', 'line 4', 'line 5: usd']);
});

test('metered usage of no time is refused', () => {
  expect(faultsOf(() => read(lines({ ...header, to: header.from }, used('tasks', 1))))).toEqual([
    'line 1: to',
  ]);
});

test('metered usage of nobody is refused', () => {
  expect(faultsOf(() => read(lines(header)))).toEqual(['the file']);
});
