import { App } from 'aws-cdk-lib';
import { Template as SynthesizedTemplate } from 'aws-cdk-lib/assertions';
import { production } from '../../config/environments/production';
import { type Registry, registries, type ThirdPartyImage, thirdPartyImages } from '../../config/images';
import { loadEnvironment } from '../../config/load';
import { ImagesStack } from '../../lib/images/images-stack';
import { type Json, resourcesOfType, stackTemplate } from '../support/synthesized';

const environments = ['production', 'starter', 'recovery'];
const prefixes = Object.values<Registry>(registries).map(({ prefix }) => prefix);

describe.each(environments)('%s', (environment) => {
  const template = stackTemplate(environment, 'images');
  const repositories = resourcesOfType(template, 'AWS::ECR::Repository').map(({ properties }) => properties);
  const rules = resourcesOfType(template, 'AWS::ECR::PullThroughCacheRule').map(
    ({ properties }) => properties,
  );

  test('every registry that charts pull from has a pull-through rule under the environment’s name', () => {
    expect(rules).toEqual(
      Object.entries<Registry>(registries).map(([host, { prefix }]) =>
        expect.objectContaining({
          EcrRepositoryPrefix: `${environment}/${prefix}`,
          UpstreamRegistryUrl: host,
        }),
      ),
    );
  });

  test('every third-party image has a repository in the cache', () => {
    expect(repositories.map(({ RepositoryName }) => RepositoryName)).toEqual(
      expect.arrayContaining(
        Object.values<ThirdPartyImage>(thirdPartyImages).map(
          ({ registry, repository }) => `${environment}/${registries[registry].prefix}/${repository}`,
        ),
      ),
    );
  });

  test('no tag can be moved', () => {
    expect(repositories.filter(({ ImageTagMutability }) => ImageTagMutability !== 'IMMUTABLE')).toEqual([]);
  });

  test('every image is scanned as it arrives', () => {
    expect(
      repositories.filter(({ ImageScanningConfiguration }) => !ImageScanningConfiguration?.ScanOnPush),
    ).toEqual([]);
  });

  test('every repository expires images', () => {
    expect(repositories.filter(({ LifecyclePolicy }) => !LifecyclePolicy)).toEqual([]);
  });

  test('cached images expire by number, never by age', () => {
    const ageRules = repositories
      .filter(({ EmptyOnDelete }) => EmptyOnDelete)
      .flatMap(({ LifecyclePolicy }) => JSON.parse(LifecyclePolicy.LifecyclePolicyText).rules)
      .filter(({ selection }: Json) => selection.countType !== 'imageCountMoreThan');
    expect(ageRules).toEqual([]);
  });

  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
  test.each(prefixes)('ECR takes the prefix of %s', (prefix) => {
    expect(`${environment}/${prefix}`).toMatch(/^(?=.{2,30}$)[a-z0-9]+([._/-][a-z0-9]+)*$/);
  });
});

describe.each(['production', 'starter'])('the application’s repository of %s', (environment) => {
  const { images } = loadEnvironment(environment);
  const { properties, resource } = resourcesOfType(
    stackTemplate(environment, 'images'),
    'AWS::ECR::Repository',
  ).find(({ id }) => id.startsWith('Application'))!;
  const counts = JSON.parse(properties.LifecyclePolicy.LifecyclePolicyText).rules.map(
    ({ selection }: Json) => [selection.tagStatus, selection.countNumber],
  );

  test('is named after the environment', () => {
    expect(properties.RepositoryName).toBe(`${environment}/app`);
  });

  test('outlives the stack', () => {
    expect(resource.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('keeps what the config says', () => {
    expect(counts).toEqual([
      ['untagged', images.untaggedRetentionDays],
      ['tagged', images.taggedKept],
    ]);
  });
});

test('production’s images, and no cached ones, are copied to the recovery region', () => {
  const [replication] = resourcesOfType(
    stackTemplate('production', 'images'),
    'AWS::ECR::ReplicationConfiguration',
  );
  expect(replication!.properties.ReplicationConfiguration.Rules).toMatchObject([
    {
      Destinations: [{ Region: 'us-west-2' }],
      RepositoryFilters: [{ Filter: 'production/app', FilterType: 'PREFIX_MATCH' }],
    },
  ]);
});

test.each(['starter', 'recovery'])('%s, which keeps no regional copies, leaves replication alone', (name) => {
  expect(resourcesOfType(stackTemplate(name, 'images'), 'AWS::ECR::ReplicationConfiguration')).toEqual([]);
});

describe('ImagesStack', () => {
  const stackOf = (environment = production): ImagesStack =>
    new ImagesStack(new App({ builtinCloudFormationValidation: false }), 'images', {
      environment,
      env: { account: '111122223333', region: environment.region },
    });

  test('nodes pull third-party images under the environment’s name', () => {
    expect(stackOf().pullThroughHost).toMatch(
      /^111122223333\.dkr\.ecr\.us-east-1\.(amazonaws\.com|\$\{Token.*\})\/production$/,
    );
  });

  test('a recovery uses the copies of production’s images', () => {
    const { applicationRepository } = stackOf(loadEnvironment('recovery'));
    expect(applicationRepository.repositoryName).toBe('production/app');
  });

  test('the rule of a registry with a login names its secret', () => {
    const registry: { credentialSecretName: string | null } = registries['registry.k8s.io'];
    const replaced = jest.replaceProperty(registry, 'credentialSecretName', 'ecr-pullthroughcache/test');
    const template = SynthesizedTemplate.fromStack(stackOf()).toJSON();
    replaced.restore();
    expect(JSON.stringify(template)).toContain(
      ':secretsmanager:us-east-1:111122223333:secret:ecr-pullthroughcache/test',
    );
  });
});
