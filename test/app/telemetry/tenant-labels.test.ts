import { TenantLabels } from '../../../app/src/telemetry/tenant-labels';

const labels = new TenantLabels(2);
const first = labels.label('acme');
const second = labels.label('globex');

test('a tenant has its own label', () => {
  expect([first, second]).toEqual(['acme', 'globex']);
});

test('one too many is other', () => {
  expect(labels.label('initech')).toBe('other');
});

test('who had a label keeps it', () => {
  expect(labels.label('acme')).toBe('acme');
});

test('no tenant is none', () => {
  expect(labels.label(undefined)).toBe('none');
});
