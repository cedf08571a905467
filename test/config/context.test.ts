import { environmentFromContext } from '../../config/context';
import { production } from '../../config/environments/production';
import { today } from './faults-of';

const fromContext = (context: Record<string, unknown>) => environmentFromContext(context, today);
const messageOf = (context: Record<string, unknown>): string => {
  try {
    fromContext(context);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
};
const digest = `registry.example.com/shop/app@sha256:${'a'.repeat(64)}`;

test('production is the default', () => {
  expect(fromContext({})).toEqual(production);
});

test('-c environment picks another', () => {
  expect(fromContext({ environment: 'starter' }).name).toBe('starter');
});

test('-c image takes the place of the literal’s image', () => {
  expect(fromContext({ image: digest }).application.image).toEqual({
    kind: 'digest',
    reference: digest,
    architectures: ['arm64'],
  });
});

test('-c image changes nothing else', () => {
  const { application } = fromContext({ image: digest });
  expect({ ...application, image: production.application.image }).toEqual(production.application);
});

test.each([
  ['a tag', 'registry.example.com/shop/app:1.2.3'],
  ['no registry', `app@sha256:${'a'.repeat(64)}`],
  ['a short digest', 'registry.example.com/shop/app@sha256:abc'],
  ['true, as -c image gives it', true],
])('-c image refuses %s', (_, image) => {
  expect(messageOf({ image })).toMatch(/^-c: image: got .*; allowed: REGISTRY\/REPOSITORY@sha256:…/);
});

test('an unknown environment is refused with the names that there are', () => {
  expect(messageOf({ environment: 'prod' })).toBe(
    '-c: environment: got prod; allowed: production, starter, demo, rehearsal, recovery',
  );
});

test.each(['__proto__', 'constructor', ''])('environment %p is refused', (environment) => {
  expect(messageOf({ environment })).toMatch(/^-c: environment: got .+; allowed: production, starter/);
});

test('a wrong key is refused with the right ones', () => {
  expect(messageOf({ enviroment: 'starter' })).toBe(
    '-c: enviroment: got an unknown key; allowed: environment, image (did you mean environment?)',
  );
});

test('all faults of the context are told at once', () => {
  expect(messageOf({ env: 'starter', image: 'x' }).split('\n')).toHaveLength(2);
});

test.each([
  '@aws-cdk/core:newStyleStackSynthesis',
  'aws:cdk:enable-path-metadata',
  'aws-cdk:enableDiffNoFail',
  'availability-zones:account=123456789012:region=us-east-1',
  'acknowledged-issue-numbers',
])('the CDK’s own key %s is passed over', (key) => {
  expect(fromContext({ [key]: true }).name).toBe('production');
});

test('an environment of a machine is refused with the command that renders it', () => {
  expect(messageOf({ environment: 'rehearsal' })).toContain('npx platform render --environment rehearsal');
});
