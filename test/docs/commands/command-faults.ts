import { renderedCharts, stackTemplate } from '../../support/synthesized';
import { environments } from '../../../config/load';
import { awsFaults } from './aws-faults';
import { type KnownNames, knownNames } from './known-names';
import { type KnownObjects, kubectlFaults } from './kubectl-faults';
import { ownCommandFaults } from './own-command-faults';
import type { DocumentedCommand } from './page-commands';

/** What commands may name; read once. */
export interface Known {
  readonly names: KnownNames;
  readonly objects: KnownObjects;
}

/** The namespaces of Kubernetes itself. */
const builtInNamespaces = ['default', 'kube-system'];

export function known(): Known {
  const objects = ['production', 'recovery'].flatMap(renderedCharts).flatMap((chart) => chart.objects);
  // An add-on brings its namespace, which the association of its role names.
  const ofAddOns = Object.values(stackTemplate('production', 'cluster').Resources)
    .filter(({ Type }) => Type === 'AWS::EKS::PodIdentityAssociation')
    .map(({ Properties }) => String(Properties.Namespace));
  const rendered = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const foreignNamespaces = new Set(
    [...ofAddOns, ...builtInNamespaces].filter((name) => !rendered.includes(name)),
  );
  const namespaces = new Set([...rendered, ...foreignNamespaces]);
  return { names: knownNames(), objects: { objects, namespaces, foreignNamespaces } };
}

/** What is wrong with the commands of a page, each with its place. */
export function commandFaults(commands: readonly DocumentedCommand[], { names, objects }: Known): string[] {
  const here = withMadeNames(names, commands);
  return commands.flatMap((command) =>
    faultsOf(command, here, objects).map((fault) => `${command.page}:${command.line}: ${fault}`),
  );
}

/** A page may name the database that it makes itself. */
function withMadeNames(names: KnownNames, commands: readonly DocumentedCommand[]): KnownNames {
  const made = commands.flatMap(({ words }) =>
    words.filter((_, at) => words[at - 1] === '--target-db-instance-identifier'),
  );
  const everywhere = new Set([...names.stacks.values()].map(({ region }) => region));
  return {
    ...names,
    regions: new Map([...names.regions, ...made.map((name) => [`database ${name}`, everywhere] as const)]),
  };
}

function faultsOf(command: DocumentedCommand, names: KnownNames, objects: KnownObjects): string[] {
  const [program, name] = command.words;
  switch (program) {
    case 'aws':
      return awsFaults(command, names, environments.production?.region ?? '');
    case 'kubectl':
      return kubectlFaults(command, objects);
    case 'npm':
    case 'npx':
      return ownCommandFaults(command, names);
    default:
      return [`nobody says what the program ${name} is`];
  }
}
