import { isPassing } from '../../../tenancy/life/operation-errors';

const withCode = (code: string): Error => Object.assign(new Error('refused'), { code });

describe('isPassing', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '08006', '40001', '40P01', '53300', '55P03', '57P01', '57P03'])(
    'tries again after %s',
    (code) => {
      expect(isPassing(withCode(code))).toBe(true);
    },
  );

  it.each(['23505', '42P07', '42501', '57014', 'ENOENT'])('gives up after %s', (code) => {
    expect(isPassing(withCode(code))).toBe(false);
  });

  it('tries again after a connection that ended', () => {
    expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  it('gives up after what somebody has to look at', () => {
    expect(isPassing(new Error('The slug "acme" is taken.'))).toBe(false);
  });
});
