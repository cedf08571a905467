import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readDigests, writeDigests } from '../../../ops/images/digest-file';
import { pinImages } from '../../../ops/images/pin-images';
import { pinnedText } from '../../../ops/images/pinned-text';
import { publicRegistryUrl } from '../../../ops/images/registry-client';
import { digest, Registry } from './registry';

const registry = new Registry();
beforeAll(() => registry.start());
afterAll(() => registry.stop());

const earlierDigest = `sha256:${'1'.repeat(64)}`;
const image = (repository: string, tag = '1', host = 'registry.test') => ({
  registry: host,
  repository,
  tag,
});
const pause = image('pause', '3.10.1');

/** Nothing listens on port 9 of this machine. */
const urlOf = (host: string): string => (host === 'closed.test' ? 'http://127.0.0.1:9' : registry.url);
const pin = (images: Parameters<typeof pinImages>[0], earlier = {}) => pinImages(images, earlier, urlOf);

test('a tag becomes the digest of its index', async () => {
  expect(await pin([pause])).toEqual({
    digests: { 'registry.test/pause:3.10.1': digest },
    unread: [],
  });
});

test('a registry that wants a token gets the one of its own realm, service and scope', async () => {
  registry.requests.length = 0;
  await pin([pause]);
  expect(registry.requests).toEqual([
    'HEAD /v2/pause/manifests/3.10.1',
    'GET /token?service=registry&scope=repository%3Apause%3Apull',
    'HEAD /v2/pause/manifests/3.10.1',
  ]);
});

test('a registry without tokens is read, too', async () => {
  expect((await pin([image('open/tool')])).digests).toEqual({ 'registry.test/open/tool:1': digest });
});

test.each([
  ['does not know the tag', image('pause', '0.0.0'), 'the registry answers 404'],
  ['names no digest', image('liar'), 'the registry names no digest, but "latest"'],
  ['wants a login', image('login/x'), 'the registry wants a login of its own kind'],
])('a registry that %s is told with the reason', async (_, unknown, reason) => {
  const name = `registry.test/${unknown.repository}:${unknown.tag}`;
  expect(await pin([unknown])).toEqual({ digests: {}, unread: [{ image: name, reason }] });
});

test('a registry that cannot be reached is told, and the others are kept', async () => {
  const { digests, unread } = await pin([image('pause', '3.10.1', 'closed.test'), pause]);
  expect(Object.keys(digests)).toEqual(['registry.test/pause:3.10.1']);
  expect(unread.map((entry) => entry.image)).toEqual(['closed.test/pause:3.10.1']);
});

test('an image that cannot be read keeps the digest that it had', async () => {
  const earlier = { 'registry.test/liar:1': earlierDigest };
  expect((await pin([image('liar')], earlier)).digests).toEqual(earlier);
});

test('the digest of an image that is no longer used goes', async () => {
  expect((await pin([pause], { 'registry.test/gone:1': earlierDigest })).digests).not.toHaveProperty([
    'registry.test/gone:1',
  ]);
});

test('digests are sorted by image', async () => {
  const { digests } = await pin([pause, image('open/tool')]);
  expect(Object.keys(digests)).toEqual(['registry.test/open/tool:1', 'registry.test/pause:3.10.1']);
});

test('the text says which registries to try again', async () => {
  expect(pinnedText(await pin([image('liar')]))).toContain(
    '  registry.test/liar:1: the registry names no digest, but "latest"\nRun the command again',
  );
});

test('Docker Hub answers on another host than its images name', () => {
  expect(publicRegistryUrl('docker.io')).toBe('https://registry-1.docker.io');
});

test('the file is written whole, and read back', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'digests-')), 'image-digests.json');
  writeDigests(file, { b: digest });
  expect(readDigests(file)).toEqual({ b: digest });
  expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true);
  expect(readdirSync(dirname(file))).toEqual(['image-digests.json']);
});
