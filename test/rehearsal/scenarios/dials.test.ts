import { answered, type Dial } from '../../../rehearsal/scenarios/packets/dials';

const machine = { name: 'this machine', address: '127.0.0.1', peers: [] };

/** TCP to ports on which nobody listens: the kernel's refusal is an answer. */
const refused = (count: number): readonly Dial[] =>
  Array.from({ length: count }, (_, index) => ({
    to: machine,
    port: 1 + (index % 20),
    protocol: 'TCP' as const,
  }));

test('more dials than one argument of a program can name are all made', async () => {
  const dials = refused(4000);
  const named = JSON.stringify(dials.map(({ to, ...dial }) => ({ address: to.address, ...dial })));
  expect(named.length).toBeGreaterThan(128 * 1024);
  expect((await answered(machine, dials, () => true)).size).toBe(dials.length);
});
