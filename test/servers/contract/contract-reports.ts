import { join } from 'node:path';
import { loadEnvironment } from '../../../config/load';
import type { Environment } from '../../../config/schema';
import { checkContract, type ContractReport } from '../../../ops/contract/contract-check';
import type { ContractInput } from '../../../ops/contract/contract-input';
import type { Point, PointId } from '../../../ops/contract/point';
import { Undo } from '../../../ops/contract/undo';

type Application = Environment['application'];

const rehearsal = loadEnvironment('rehearsal');

/** The rehearsal's sizes, with a short patience: servers that never stop or never come back are among the tried. */
export const environment = (application: Partial<Application> = {}): Environment => ({
  ...rehearsal,
  application: {
    ...rehearsal.application,
    shutdownSeconds: 8,
    probes: { ...rehearsal.application.probes, startupSecondsMax: 20 },
    ...application,
  },
});

/** A server of the folder `servers` or a command, and what differs from the usual input. */
export interface Trial {
  readonly server?: string;
  readonly command?: readonly string[];
  readonly input?: Partial<ContractInput>;
}

export async function contractReport({ server, command, input }: Trial): Promise<ContractReport> {
  const undo = new Undo();
  try {
    return await checkContract(
      {
        environment: environment(),
        component: 'api',
        command: command ?? ['node', join('test/servers/contract/servers', `${server}.mjs`)],
        migrate: null,
        requests: [],
        without: [],
        socketAuth: null,
        withTemporal: false,
        variables: {},
        ...input,
      },
      undo,
      () => undefined,
    );
  } finally {
    await undo.run();
  }
}

const atOneTime = 2;

/** Reports of many trials, a few at one time: a check waits more than it works. Waits for all, also when one fails. */
export async function contractReports<Name extends string>(
  trials: Readonly<Record<Name, Trial>>,
): Promise<Record<Name, ContractReport>> {
  const waiting = Object.entries<Trial>(trials);
  const reports: [string, ContractReport][] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      reports.push([next[0], await contractReport(next[1])]);
    }
  };
  for (const ended of await Promise.allSettled(Array.from({ length: atOneTime }, lane))) {
    if (ended.status === 'rejected') throw ended.reason;
  }
  return Object.fromEntries(reports) as Record<Name, ContractReport>;
}

export const pointOf = ({ points }: ContractReport, id: PointId): Point =>
  points.find((point) => point.id === id)!;

/** Ids of the points that have one of the verdicts. */
export const having = ({ points }: ContractReport, ...verdicts: readonly Point['verdict'][]): PointId[] =>
  points.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);
