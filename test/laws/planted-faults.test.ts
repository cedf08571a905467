import { synthesizedTree } from '../support/synthesized';
import { accessFaults } from './access/planted-faults';
import { alarmFaults } from './alarms/planted-faults';
import { alertFaults } from './alerts/planted-faults';
import { laws } from './all-laws';
import { connectionFaults } from './connections/planted-faults';
import { dashboardFaults } from './dashboards/planted-faults';
import { deliveryFaults } from './delivery/planted-faults';
import { edgeFaults } from './edge/planted-faults';
import { exposureFaults } from './exposure/planted-faults';
import { monitoringFaults } from './monitoring/planted-faults';
import { logFaults } from './logs/planted-faults';
import { nameFaults } from './names/planted-faults';
import { networkFaults } from './network/planted-faults';
import { openingFaults } from './network/planted-openings';
import { podFaults } from './pods/planted-faults';
import { restrictionFaults } from './pods/planted-restrictions';
import { stateFaults } from './state/planted-faults';

const faults = [
  ...accessFaults,
  ...alarmFaults,
  ...alertFaults,
  ...connectionFaults,
  ...dashboardFaults,
  ...deliveryFaults,
  ...edgeFaults,
  ...exposureFaults,
  ...monitoringFaults,
  ...logFaults,
  ...nameFaults,
  ...networkFaults,
  ...openingFaults,
  ...podFaults,
  ...restrictionFaults,
  ...stateFaults,
];
const production = synthesizedTree('production');

test.each(faults)('$law sees $fault', ({ law, plant, seenAs }) => {
  const tree = structuredClone(production);
  plant(tree);
  expect(laws[law](tree)).toContainEqual(expect.stringMatching(seenAs));
});

test('every law sees a planted fault', () => {
  const seen = new Set<string>(faults.map(({ law }) => law));
  expect(Object.keys(laws).filter((law) => !seen.has(law))).toEqual([]);
});
