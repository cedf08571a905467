import { synthesizedTree } from '../support/synthesized';
import { snapshot, snapshotFiles } from './snapshot-files';
import './snapshot-matcher';
import { chartText, templateText } from './snapshot-text';

describe.each(['production', 'starter'])('%s', (environment) => {
  const { stacks, charts } = synthesizedTree(environment);
  const texts: [string, () => string][] = [
    ...stacks.map(({ noun, template }): [string, () => string] => [
      `${noun}.template.yaml`,
      () => templateText(template),
    ]),
    ...charts.map((chart): [string, () => string] => [`${chart.name}.chart.yaml`, () => chartText(chart)]),
  ];

  test.each(texts)('%s', (file, text) => {
    const actual = text();
    expect(actual).toEqualSnapshot(snapshot(environment, file, actual));
  });

  test('every stack and chart has a snapshot, and nothing else has', () => {
    const wanted = texts.map(([file]) => file);
    expect(snapshotFiles(environment, wanted)).toEqual(wanted.toSorted());
  });
});
