import { renderedCharts } from '../../support/synthesized';
import { nodeFaults } from '../../../verify/rehearsal/nodes-faults/node-faults';

const rendered = { environment: 'rehearsal', charts: renderedCharts('rehearsal') };

test.each(nodeFaults)('there is something to plant it in: $fault', ({ plant }) => {
  expect(plant(rendered)).not.toEqual(rendered);
});
