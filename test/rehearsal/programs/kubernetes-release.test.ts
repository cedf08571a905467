import { environments } from '../../../config/load';
import { kubernetesRelease } from '../../../rehearsal/programs/kubernetes-release';

test.each(Object.values(environments).map(({ name, cluster }) => [name, cluster.kubernetesVersion]))(
  'the Kubernetes of %s can be run: %s',
  (_, minor) => {
    expect(kubernetesRelease(minor).startsWith(`${minor}.`)).toBe(true);
  },
);

test('a minor that is not pinned is refused with the ones that are', () => {
  expect(() => kubernetesRelease('1.29')).toThrow('got 1.29; allowed: 1.36 or 1.37');
});
