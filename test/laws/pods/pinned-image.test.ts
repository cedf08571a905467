import { environmentCharts } from '../../../bin/environment-charts';
import { thirdPartyImages } from '../../../config/images';
import { loadEnvironment } from '../../../config/load';
import type { Tree } from '../tree';
import { inEachContainer } from '../kubernetes-objects';
import { catalogueIsUsed, imagesAreKnown, imagesFitTheirPool } from './image-references';

const pinned = `sha256:${'1'.repeat(64)}`;
const { registry, repository } = thirdPartyImages.traefik;

// As `platform images pin` writes it.
jest.mock('../../../config/image-digests.json', () => {
  const { imageName, thirdPartyImages: images } = jest.requireActual('../../../config/images');
  return { [imageName(images.traefik)]: `sha256:${'1'.repeat(64)}` };
});

const environment = loadEnvironment('production');
const tree: Tree = { environment, stacks: [], charts: environmentCharts(environment) };
const images = (of: Tree): string[] => inEachContainer(of, ({ image }) => [image]);

test('a pinned image is run by its digest, and the laws know it', () => {
  expect(images(tree)).toContainEqual(expect.stringContaining(` ${registry}/${repository}@${pinned}`));
  expect([imagesAreKnown, imagesFitTheirPool, catalogueIsUsed].flatMap((law) => law(tree))).toEqual([]);
});

test('another digest of the same image is unknown', () => {
  const other = pinned.replaceAll('1', '2');
  const changed = JSON.parse(JSON.stringify(tree).replaceAll(pinned, other)) as Tree;
  expect(imagesAreKnown(changed)).toContainEqual(expect.stringContaining(`${other} is neither`));
});
