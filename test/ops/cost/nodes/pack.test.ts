import type { NodeType } from '../../../../ops/cost/nodes/node-pools';
import { pack, type Pod, spreadOverZones } from '../../../../ops/cost/nodes/pack';

const node = (instanceType: string, millicores: number, mib: number, hourlyUsd: number): NodeType => ({
  instanceType,
  vcpus: millicores / 1000,
  memoryGib: mib / 1024,
  millicores,
  mib,
  hourlyUsd,
});
const small = node('small', 1000, 1000, 1);
const roomy = node('roomy', 1000, 4000, 1.5);
const large = node('large', 4000, 8000, 3.5);

const pods = (count: number, pod: Partial<Pod> = {}): Pod[] =>
  Array.from({ length: count }, () => ({ workload: 'api', millicores: 400, mib: 400, apart: false, ...pod }));
const names = (nodes: readonly NodeType[]): string[] => nodes.map(({ instanceType }) => instanceType).sort();

test('no pods need no nodes', () => {
  expect(pack([], [small])).toEqual([]);
});

test('pods share a node as far as it has room', () => {
  expect(names(pack(pods(3), [small]))).toEqual(['small', 'small']);
});

test('the cheapest way wins: one large node for many pods', () => {
  expect(names(pack(pods(8), [small, large]))).toEqual(['large']);
});

test('a node is no larger than its pods need', () => {
  expect(names(pack(pods(11), [small, large]))).toEqual(['large', 'small']);
});

test('a pod that asks for much memory gets the type that has it', () => {
  expect(names(pack(pods(1, { mib: 3000 }), [small, roomy, large]))).toEqual(['roomy']);
});

test('pods that must stay apart get a node each', () => {
  expect(names(pack(pods(2, { millicores: 10, apart: true }), [small]))).toEqual(['small', 'small']);
});

test('pods that stay apart share nodes with others', () => {
  const others = pods(2, { workload: 'realtime', millicores: 10 });
  expect(pack([...pods(2, { millicores: 10, apart: true }), ...others], [small])).toHaveLength(2);
});

test('a pod that fits no node is told', () => {
  expect(() => pack(pods(1, { mib: 9000 }), [small, large])).toThrow('a pod of api fits no node of its pool');
});

test('a workload is spread evenly over zones', () => {
  const zones = spreadOverZones([{ ...pods(1)[0]!, replicas: 4 }], 3);
  expect(zones.map(({ length }) => length).sort()).toEqual([1, 1, 2]);
});

test('the rest of a workload goes where least is asked for', () => {
  const [api] = pods(1, { workload: 'api', mib: 1000 });
  const [worker] = pods(1, { workload: 'worker', mib: 10 });
  const zones = spreadOverZones(
    [
      { ...api!, replicas: 2 },
      { ...worker!, replicas: 1 },
    ],
    3,
  );
  expect(zones.map((zone) => zone.map(({ workload }) => workload))).toEqual([['api'], ['api'], ['worker']]);
});
