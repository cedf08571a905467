import { type PlantedFault, resourceIn } from '../planted-fault';
import type { Json } from '../tree';

const alarm = (tree: Json): Json => resourceIn(tree, 'database', 'AWS::CloudWatch::Alarm').Properties;

export const alarmFaults: readonly PlantedFault[] = [
  {
    law: 'alarmsAct',
    fault: 'an alarm that tells nobody',
    plant: (tree) => (alarm(tree).AlarmActions = []),
    seenAs: 'AlarmActions does not reach a topic',
  },
  {
    law: 'alarmsAct',
    fault: 'an alarm that does not say what silence means',
    plant: (tree) => delete alarm(tree).TreatMissingData,
    seenAs: 'TreatMissingData is not spelled',
  },
  {
    law: 'alarmsHaveRunbooks',
    fault: 'an alarm with a runbook that nobody wrote',
    plant: (tree) => (alarm(tree).AlarmDescription = 'Help. Runbook: docs/runbooks/Nowhere.md'),
    seenAs: 'docs/runbooks/Nowhere.md does not exist',
  },
];
