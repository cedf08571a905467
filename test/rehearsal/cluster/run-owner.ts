import { endOnInterrupt } from '../../../rehearsal/interrupts';
import { RunFolder } from '../../../rehearsal/cluster/run-folder';

/** Starts a program in a run under the folder that is given, says its id, and waits to be ended. */
endOnInterrupt();
const run = RunFolder.create(process.argv[2]);
process.stdout.write(`${run.start('sleep', 'sleep', ['600']).pid}\n`);
setInterval(() => {}, 1000);
