import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentCharts } from '../../../bin/environment-charts';
import { loadEnvironment } from '../../../config/load';
import {
  type ClusterResource,
  readClusterResources,
} from '../../../rehearsal/acceptance/deploy-handler/assembly';
import { assemblyFolder } from '../../support/synthesized';

const resources = readClusterResources(assemblyFolder('production'));
const manifests = resources.filter(({ properties }) => 'Manifest' in properties);
const objectsOf = ({ properties }: ClusterResource) => JSON.parse(String(properties.Manifest));
const namesOf = (objects: readonly { kind: string; metadata: { name: string } }[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

test('the events carry every object of every chart', () => {
  const rendered = environmentCharts(loadEnvironment('production')).flatMap(({ objects }) => objects);
  const names = new Set(namesOf(manifests.flatMap(objectsOf)));
  // A migration's name carries the hash of its content, and so of hosts that only a deploy knows.
  expect(namesOf(rendered).filter((name) => !names.has(name) && !name.startsWith('Job '))).toEqual([]);
});

test('no value of a deployed stack is left open', () => {
  expect(JSON.stringify(resources.map(({ properties }) => properties))).not.toMatch(
    /"Fn::|"Ref"|\$\{(?!Token)AWS/,
  );
});

test('scalars are texts, as CloudFormation sends them', () => {
  const gates = resources.filter(({ type }) => type === 'Custom::AWSCDK-EKS-KubernetesObjectValue');
  expect(new Set(gates.map(({ properties }) => properties.TimeoutSeconds))).toEqual(new Set(['870']));
});

test('every resource knows the code that its deploy runs', () => {
  expect(resources.filter(({ handlerFolder }) => !existsSync(join(handlerFolder, 'index.py')))).toEqual([]);
});

test('namespaces and definitions outlive the stack, or their objects would go with them', () => {
  const kept = resources.filter(({ keptAtDeletion }) => keptAtDeletion).flatMap(objectsOf);
  expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set(['Namespace', 'CustomResourceDefinition']));
});
