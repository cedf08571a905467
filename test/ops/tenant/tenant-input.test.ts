import { jsonOption, operationInput } from '../../../ops/tenant/tenant-input';

test('options that were not typed take their defaults', () => {
  expect(operationInput('erase', { now: undefined })).toEqual({ now: null, withoutExport: null });
});

test('all faults come at once', () => {
  const typed = { slug: 'Wrong', name: '', tier: 'gold', region: 'us-east-1' };
  expect(() => operationInput('provision', typed)).toThrow(
    /slug: got "Wrong"[^]*name: got ""[^]*tier: got "gold"/,
  );
});

test('what is missing is named', () => {
  expect(() => operationInput('suspend', {})).toThrow('reason: got nothing');
});

test('enterprise without limits is refused before anything is asked for', () => {
  expect(() => operationInput('change-tier', { tier: 'enterprise' })).toThrow('needs contractLimits');
});

test('limits are a JSON object', () => {
  expect(jsonOption('--limits', '{"agents":5}')).toEqual({ agents: 5 });
});

test.each(['{', '[]', '5', 'null'])('limits that are %s are refused', (text) => {
  expect(() => jsonOption('--limits', text)).toThrow(`--limits: got ${text}; allowed: a JSON object`);
});
