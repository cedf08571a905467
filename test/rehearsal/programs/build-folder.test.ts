import { kubernetesGoMod } from '../../../rehearsal/programs/build-folder';

const upstream = [
  'module k8s.io/kubernetes',
  'go 1.26.0',
  'require k8s.io/api v0.0.0',
  'replace (',
  '\tk8s.io/api => ./staging/src/k8s.io/api',
  ')',
].join('\n');

test('staging modules are the ones of the same release', () => {
  expect(kubernetesGoMod(upstream, '1.36.3')).toContain('\tk8s.io/api => k8s.io/api v0.36.3');
});

test('the build requires Kubernetes at its release', () => {
  expect(kubernetesGoMod(upstream, '1.36.3')).toContain('require k8s.io/kubernetes v1.36.3');
});

test('the build is a module of its own', () => {
  expect(kubernetesGoMod(upstream, '1.36.3')).toMatch(/^module rehearsal\.local\/kubernetes$/m);
});

test('a go.mod without staging modules is refused', () => {
  expect(() => kubernetesGoMod('module k8s.io/kubernetes', '1.36.3')).toThrow('names no staging modules');
});
