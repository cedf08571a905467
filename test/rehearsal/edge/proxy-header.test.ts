import { localHeader, proxyHeader } from '../../../rehearsal/edge/proxy-header';

test('a header of version 2 names both ends', () => {
  const header = proxyHeader({ address: '203.0.113.7', port: 50_000 }, { address: '10.4.0.4', port: 443 });
  expect(header.toString('hex')).toBe(
    `${'0d0a0d0a000d0a515549540a'}${'21'}${'11'}${'000c'}${'cb007107'}${'0a040004'}${'c350'}${'01bb'}`,
  );
});

test('a check of the balancer names nobody', () => {
  expect(localHeader.toString('hex')).toBe('0d0a0d0a000d0a515549540a20000000');
});
