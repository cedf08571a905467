import { undeployedInputs } from '../../../charts/inputs';
import digests from '../../../config/image-digests.json';
import { imageName, type ThirdPartyImage, thirdPartyImages } from '../../../config/images';
import { nodeLabels } from '../../../config/contract';
import { inEachContainer, podTemplates } from '../kubernetes-objects';
import type { Law } from '../tree';

const catalogue: readonly (readonly [string, ThirdPartyImage])[] = Object.entries(thirdPartyImages);

/** By the digest that `platform images pin` read, until then by tag. */
const references = ([, image]: readonly [string, ThirdPartyImage]): string[] => {
  const { registry, repository } = image;
  const digest = (digests as Partial<Record<string, string>>)[imageName(image)];
  return [imageName(image), ...(digest ? [`${registry}/${repository}@${digest}`] : [])];
};

/** Every image is the application's own, by digest or built by the deploy, or one of config/images.ts. */
export const imagesAreKnown: Law = (tree) => {
  const known = [undeployedInputs(tree.environment).applicationImage, ...catalogue.flatMap(references)];
  return inEachContainer(tree, ({ image }) => {
    if (/:latest(@|$)/.test(image) || !/[:@]/.test(image.split('/').pop()))
      return [`${image} has no fixed version`];
    return known.includes(image)
      ? []
      : [`${image} is neither the application's image nor one of config/images.ts`];
  });
};

/** An image of the catalogue runs on the architecture of each pool that uses it. */
export const imagesFitTheirPool: Law = (tree) =>
  inEachContainer(tree, ({ image }, { spec }) => {
    const entry = catalogue.find((candidate) => references(candidate).includes(image));
    const architecture = spec.nodeSelector?.[nodeLabels.architecture];
    return !entry || entry[1].architectures.includes(architecture)
      ? []
      : [`${image} is not made for ${architecture}`];
  });

/** No entry of config/images.ts is left over. */
export const catalogueIsUsed: Law = (tree) => {
  const used = new Set(podTemplates(tree).flatMap(({ containers }) => containers.map(({ image }) => image)));
  return catalogue
    .filter((entry) => !references(entry).some((reference) => used.has(reference)))
    .map(([name]) => `config/images.ts: no pod runs ${name}`);
};
