import { objectName, objectsOf } from '../kubernetes-objects';
import type { Law } from '../tree';
import { appliedManifests } from './applied-manifests';

/** CloudFormation refuses templates over 1,000,000 bytes; the rest is room for a hotfix. */
export const templateBytesMax = 900_000;
/** `kubectl apply` keeps each object in an annotation of at most 262,144 bytes. */
export const objectBytesMax = 250_000;

export const templatesAreSmall: Law = (tree) =>
  tree.stacks
    .map(({ noun, template }) => ({ noun, bytes: Buffer.byteLength(JSON.stringify(template)) }))
    .filter(({ bytes }) => bytes > templateBytesMax)
    .map(({ noun, bytes }) => `${noun}: a template of ${bytes} bytes; split it under ${templateBytesMax}`);

export const objectsAreSmall: Law = (tree) =>
  [...objectsOf(tree), ...appliedManifests(tree).flatMap(({ objects }) => objects)]
    .map((object) => ({ object, bytes: Buffer.byteLength(JSON.stringify(object)) }))
    .filter(({ bytes }) => bytes > objectBytesMax)
    .map(({ object, bytes }) => `${objectName(object)}: ${bytes} bytes, over ${objectBytesMax}`);
