import { type Command, Option } from 'commander';
import { loadEnvironment } from '../../config/load';
import type { ContractOptions } from '../../ops/contract/contract-input';
import { type CommandOptions, tell } from './outcome';

const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

/** Exit codes of a shell for a command that a signal ended. */
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** `platform contract`: whether a server would run in the environment's pods. */
export function addContract(program: Command): void {
  program
    .command('contract')
    .description(
      'start a server as its pods would, and report point by point whether it runs on this platform',
    )
    .argument('<command...>', 'after --: program and arguments that start the server')
    .option('--component <name>', 'whose memory limit and variables count', 'api')
    .option('--migrate <shell command>', 'migrates the database before, as the login that may')
    .addOption(
      new Option('--request <path>', 'asked for under load; repeatable').default([]).argParser(collect),
    )
    .addOption(
      new Option('--variable <NAME=VALUE>', 'over those of the environment; repeatable')
        .default([])
        .argParser(collect),
    )
    .addOption(
      new Option('--without <part>', 'database or redis: the image uses none; repeatable')
        .default([])
        .argParser(collect),
    )
    .option('--socket-auth <json>', 'what Socket.io clients sign in with')
    .option('--with-temporal', 'run a Temporal server; else nothing answers at TEMPORAL_ADDRESS', false)
    .action(async (server: readonly string[], _, command: Command) => {
      const options = command.optsWithGlobals<CommandOptions & ContractOptions>();
      const environment = loadEnvironment(options.environment);
      const { contractInput } = await import('../../ops/contract/contract-input');
      const input = contractInput(environment, server, options);
      // Loaded only now: the stores' clients take a second, which --help and a wrong option need not wait for.
      const { checkContract } = await import('../../ops/contract/contract-check');
      const { contractText } = await import('../../ops/contract/contract-text');
      const { Undo } = await import('../../ops/contract/undo');
      const undo = new Undo();
      let interrupted = false;
      for (const [signal, code] of Object.entries(signalCodes)) {
        process.once(signal, () => {
          interrupted = true;
          // What was being started meanwhile is undone as soon as it is there.
          void undo.run().then(() => setTimeout(() => process.exit(code), 2000));
        });
      }
      try {
        const report = await checkContract(input, undo, (what) => process.stderr.write(`${what} …\n`));
        const foundSomething = report.points.some(({ verdict }) => verdict === 'fails');
        tell({ text: contractText(report), data: report, foundSomething }, options);
      } catch (error) {
        if (!interrupted) throw error;
      } finally {
        await undo.run();
      }
    });
}
