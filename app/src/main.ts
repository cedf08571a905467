import { components, environmentFaults, isComponent } from './environment';
import { log } from './log';
import { contractServer } from './server';

/** Exit code for input that a person can mend. */
const inputFault = 2;

function main(argument: string | undefined): void {
  if (!isComponent(argument)) {
    log('error', 'unknown argument', { got: argument ?? null, allowed: components });
    process.exitCode = inputFault;
    return;
  }
  const faults = environmentFaults(argument, process.env);
  if (faults.length > 0) {
    log('error', 'the environment breaks the contract', { component: argument, faults });
    process.exitCode = inputFault;
    return;
  }
  if (argument === 'migrate') {
    log('info', 'DATABASE_URL is well formed; this stand-in has no schema, so nothing was migrated');
    return;
  }
  serve(argument, Number(process.env.PORT));
}

function serve(component: string, port: number): void {
  const { server, drain } = contractServer(component);
  server.listen(port, () => log('info', 'listening', { component, port }));
  process.once('SIGTERM', () => {
    log('info', 'draining', { component });
    void drain().then(() => log('info', 'stopped', { component }));
  });
}

main(process.argv[2]);
