import type { LawName } from './all-laws';
import type { Json } from './tree';

/** A fault that is planted in a copy of production's tree, to show that a law sees it. */
export interface PlantedFault {
  readonly law: LawName;
  readonly fault: string;
  /** Changes the copy. */
  readonly plant: (tree: Json) => void;
  /** A sentence of the law that must appear, in part. */
  readonly seenAs: string | RegExp;
}

/** A chart's object; it must exist, or the fault would be planted in nothing. */
export function objectIn(tree: Json, kind: string, name: string): Json {
  const objects: Json[] = tree.charts.flatMap((chart: Json) => chart.objects);
  return found(
    objects.find((object) => object.kind === kind && object.metadata.name === name),
    `${kind} ${name}`,
  );
}

export const podOf = (tree: Json, deployment: string): Json =>
  objectIn(tree, 'Deployment', deployment).spec.template.spec;

export const containerOf = (tree: Json, deployment: string): Json => podOf(tree, deployment).containers[0];

/** Adds an object to the application's chart. */
export const addObject = (tree: Json, object: Json): void => {
  tree.charts.find(({ name }: Json) => name === 'app').objects.push(object);
};

export function removeObject(tree: Json, kind: string, name: string): void {
  objectIn(tree, kind, name);
  for (const chart of tree.charts) {
    chart.objects = chart.objects.filter(
      (object: Json) => object.kind !== kind || object.metadata.name !== name,
    );
  }
}

const resourcesIn = (tree: Json, noun: string): Json =>
  found(
    tree.stacks.find((stack: Json) => stack.noun === noun),
    `stack ${noun}`,
  ).template.Resources;

/** The first resource of a type in a stack. */
export const resourceIn = (tree: Json, noun: string, type: string): Json =>
  found(
    Object.values<Json>(resourcesIn(tree, noun)).find((resource) => resource.Type === type),
    `${type} in ${noun}`,
  );

export const addResource = (tree: Json, noun: string, id: string, resource: Json): void => {
  resourcesIn(tree, noun)[id] = resource;
};

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what} to plant a fault in`);
  return value;
}
