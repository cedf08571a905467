import { chmodSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash, missingFrom } from '../../../rehearsal/images/made-image';
import { thirdPartyRecipes } from '../../../rehearsal/images/third-party-images';
import { containersOf } from '../../../rehearsal/images/references';
import { imageReference } from '../../../charts/image-reference';
import type { ThirdPartyImageName } from '../../../config/images';
import { renderedCharts } from '../../support/synthesized';
import type { Json } from '../../laws/tree';

// No chart runs cert-manager's solver, or what stands in for add-ons.
const withoutChart = ['acmeSolver', 'addonMetrics'];
const recipes = Object.entries(thirdPartyRecipes).filter(([name]) => !withoutChart.includes(name)) as [
  ThirdPartyImageName,
  Json,
][];
const pods: Json[] = renderedCharts('rehearsal')
  .flatMap(({ objects }: Json) => objects)
  .filter((object: Json) => containersOf(object).length > 0)
  .map(({ spec }: Json) => spec.template.spec);

test.each(recipes)('%s is run by pods as the user that the recipe names', (name, { settings }) => {
  const reference = imageReference(name, null);
  const users = pods
    .filter(({ containers }) => containers[0].image === reference)
    .map(({ securityContext }) => `${securityContext.runAsUser}:${securityContext.runAsGroup}`);
  expect([...new Set(users)]).toEqual([settings.user]);
});

describe('an image is made anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-content-'));
  const program = join(folder, 'program');
  writeFileSync(program, 'one');
  const recipe = thirdPartyRecipes.pgbouncer!;
  const files = { '/usr/bin/pgbouncer': program };
  const before = contentHash(recipe, files);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('not for what has not changed', () => {
    chmodSync(program, 0o755);
    expect(contentHash(recipe, files)).toBe(before);
  });

  test('for another user', () => {
    expect(contentHash({ ...recipe, settings: { ...recipe.settings, user: '1:1' } }, files)).not.toBe(before);
  });

  test('for another shell', () => {
    expect(contentHash({ ...recipe, shell: [] }, files)).not.toBe(before);
  });

  test('for a program that was built again', () => {
    utimesSync(program, 1, 1);
    expect(contentHash(recipe, files)).not.toBe(before);
  });
});

test('a name that BusyBox does not have is found before a pod calls it', () => {
  expect(missingFrom('cat\nmv\nsh\n', ['sh', 'cksum', 'mv'])).toEqual(['cksum']);
});
