import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undeployedInputs } from '../../../charts/inputs';
import { loadEnvironment } from '../../../config/load';
import { readDeployedInputs } from '../../../ops/render/deployed-inputs';

const inputs = undeployedInputs(loadEnvironment('production', new Date('2026-11-23')));

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'inputs-')), 'inputs.json');
  writeFileSync(file, text);
  return file;
}

test('the output of the workloads stack is read', () => {
  expect(readDeployedInputs(fileWith(JSON.stringify(inputs)))).toEqual(inputs);
});

test('a field that is missing and one that is unknown are both told', () => {
  const { region: _, ...others } = inputs;
  const file = fileWith(JSON.stringify({ ...others, regoin: 'us-east-1' }));
  expect(() => readDeployedInputs(file)).toThrow(
    [
      `${file}: region: got nothing; allowed: a text that is not empty`,
      `${file}: regoin: got a field that does not exist; allowed: region, applicationImage, pullThroughHost, databaseHost, databaseReaderHost, cacheQueuesHost, cacheVolatileHost, logBucket, exportsBucket, tenantKeyArn, heartbeatTopicArn, nodeRoleName (did you mean region?)`,
    ].join('\n'),
  );
});

test('a file that is not there is told with its name', () => {
  expect(() => readDeployedInputs('/nowhere/inputs.json')).toThrow(
    /^--inputs: \/nowhere\/inputs\.json: got ENOENT.*; allowed: a readable JSON or YAML file$/,
  );
});

test('a file that is neither JSON nor YAML is refused', () => {
  expect(() => readDeployedInputs(fileWith('{"region": '))).toThrow(/^--inputs: /);
});
