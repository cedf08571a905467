import { podSides } from '../../../rehearsal/scenarios/packets/cast';

const pod = (name: string, namespace: string, app: string) => ({
  name,
  namespace,
  labels: { 'app.kubernetes.io/name': app },
  address: '10.0.0.1',
  node: 'general',
  uid: name,
});

test('one pod of each workload and every stranger send packets, and none of an add-on', () => {
  const pods = [
    pod('api-1', 'app', 'api'),
    pod('api-2', 'app', 'api'),
    pod('stranger', 'app', 'stranger'),
    pod('kube-state-metrics-1', 'kube-state-metrics', 'kube-state-metrics'),
    pod('cert-manager-1', 'cert-manager', 'cert-manager'),
  ];
  const sides = podSides({ pods } as unknown as Parameters<typeof podSides>[0]);
  expect(sides.map(({ name, peers }) => [name, peers])).toEqual([
    ['api-2', ['api']],
    ['stranger', []],
  ]);
});
