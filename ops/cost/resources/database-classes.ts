import type { Load } from '../usage/load';
import { UnknownCost } from './resource-rule';

/** vCPUs by size. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
const vcpusOfSize: Readonly<Record<string, number>> = {
  micro: 2,
  small: 2,
  medium: 2,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
};
const sizes = Object.keys(vcpusOfSize);

/** vCPUs of a class such as m7g.xlarge. */
export function databaseVcpus(instanceClass: string): number {
  const vcpus = vcpusOfSize[instanceClass.split('.')[1] ?? ''];
  if (vcpus === undefined) {
    throw new UnknownCost(
      `nobody knows the vCPUs of db.${instanceClass}: add its size to database-classes.ts`,
    );
  }
  return vcpus;
}

/** The next size of the same family; null after the last one that is known. */
export function nextClass(instanceClass: string): string | null {
  const [family, size = ''] = instanceClass.split('.');
  const next = sizes[sizes.indexOf(size) + 1];
  return next === undefined ? null : `${family}.${next}`;
}

/** The class that carries the load: the given one, or the first larger one that does. */
export function grownClass(instanceClass: string, load: Load): string {
  const needed = load.transactionsPerSecond() / load.profile.database.transactionsPerSecondPerVcpu;
  const larger = databaseVcpus(instanceClass) < needed ? nextClass(instanceClass) : null;
  return larger === null ? instanceClass : grownClass(larger, load);
}
